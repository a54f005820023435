//! The journal: every action in `review.sqlite` beside the corpus, on disk before it counts.
//!
//! Write-ahead log with `synchronous=FULL`: a commit returns when the entry is on disk, so a
//! killed server or a power cut loses nothing that was acknowledged. The journal knows texts and
//! numbers only; what they mean is replayed by [`super::desk`].

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::action::Action;

/// The file's name inside the corpus folder.
pub const FILE_NAME: &str = "review.sqlite";

/// Version of the tables, in SQLite's `user_version`.
const TABLES_VERSION: i64 = 1;

/// How long to wait for another program that writes into the same journal.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// zstd level of the stored bases: fast, about a fifth of the size.
const ZSTD_LEVEL: i32 = 3;

const TABLES: &str = "
    CREATE TABLE builds (
        build INTEGER PRIMARY KEY AUTOINCREMENT,
        doc TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        base BLOB NOT NULL,
        unfitting TEXT NOT NULL
    );
    CREATE INDEX builds_of_doc ON builds (doc);
    CREATE TABLE entries (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        build INTEGER NOT NULL REFERENCES builds (build),
        kind TEXT NOT NULL CHECK (kind IN ('carry', 'do', 'undo', 'redo')),
        action TEXT NOT NULL,
        milliseconds INTEGER NOT NULL
    );
    CREATE INDEX entries_of_build ON entries (build);
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
";

/// What can go wrong with the journal's file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// SQLite says so.
    #[error("{}: {source}. Is the disk full, or the folder read-only?", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A newer program wrote it.
    #[error("{} was written by a newer duizhao (tables {found}, this one knows {TABLES_VERSION}). Use that version.", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
    },
    /// An entry that does not parse.
    #[error("{}: entry {sequence} is damaged: {message}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The entry.
        sequence: i64,
        /// What is wrong.
        message: String,
    },
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// A reviewer's action, or what became of it when the corpus was built again.
    Do(Action),
    /// The last action was taken back.
    Undo,
    /// The last undone action was done again.
    Redo,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number; grows over the whole journal and is never used again.
    pub sequence: i64,
    /// The build of the article that it belongs to.
    pub build: i64,
    /// What was done.
    pub deed: Deed,
}

/// A build of an article that was reviewed: the records from which its actions are replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Its number.
    pub build: i64,
    /// The article's id.
    pub doc: String,
    /// Fingerprint of the article's records.
    pub fingerprint: String,
    /// JSON list of the corrections that did not fit this build when it was first opened.
    pub unfitting: String,
}

/// A build of an article, to be stored.
#[derive(Debug, Clone, Copy)]
pub struct NewBuild<'a> {
    /// The article's id.
    pub doc: &'a str,
    /// Fingerprint of its records.
    pub fingerprint: &'a str,
    /// The records.
    pub base: &'a str,
    /// JSON list of the corrections of an earlier build that do not fit.
    pub unfitting: &'a str,
}

/// The open journal.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
}

/// What an append found: the journal grew since the caller last looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind;

impl Journal {
    /// Open the journal of a corpus folder, making it if there is none.
    ///
    /// # Errors
    /// If the file cannot be opened, made or understood.
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        let path = folder.join(FILE_NAME);
        let connection = Connection::open(&path)
            .map_err(|source| JournalError::Database { path: path.clone(), source })?;
        let journal = Self { connection, path };
        journal.prepare().map_err(|source| journal.error(source))?;
        let found = journal.version().map_err(|source| journal.error(source))?;
        if found > TABLES_VERSION {
            return Err(JournalError::TooNew { path: journal.path, found });
        }
        Ok(journal)
    }

    /// Whether a corpus folder has a journal.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE_NAME).is_file()
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        if self.version()? == 0 {
            self.connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {TABLES_VERSION}; COMMIT;"
            ))?;
        }
        Ok(())
    }

    fn version(&self) -> rusqlite::Result<i64> {
        self.connection.pragma_query_value(None, "user_version", |row| row.get(0))
    }

    fn error(&self, source: rusqlite::Error) -> JournalError {
        JournalError::Database { path: self.path.clone(), source }
    }

    /// The builds of all articles that were ever reviewed, oldest first.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn builds(&self) -> Result<Vec<Build>, JournalError> {
        let read = || {
            let sql = "SELECT build, doc, fingerprint, unfitting FROM builds ORDER BY build";
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(Build {
                    build: row.get(0)?,
                    doc: row.get(1)?,
                    fingerprint: row.get(2)?,
                    unfitting: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|source| self.error(source))
    }

    /// The records of a build, as they were given to [`Journal::add_build`].
    ///
    /// # Errors
    /// If SQLite fails or the stored bytes are damaged.
    pub fn base(&self, build: i64) -> Result<String, JournalError> {
        let sql = "SELECT base FROM builds WHERE build = ?1";
        let packed: Option<Vec<u8>> = self
            .connection
            .query_row(sql, [build], |row| row.get(0))
            .optional()
            .map_err(|source| self.error(source))?;
        let damaged = |message: String| JournalError::Damaged {
            path: self.path.clone(),
            sequence: build,
            message,
        };
        let packed = packed.ok_or_else(|| damaged("the build is missing".into()))?;
        let bytes = zstd::decode_all(&packed[..]).map_err(|error| damaged(error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))
    }

    /// The entries after number `sequence`, in order.
    ///
    /// # Errors
    /// If SQLite fails or an entry is damaged.
    pub fn entries_after(&self, sequence: i64) -> Result<Vec<Entry>, JournalError> {
        let read = || {
            let sql = "SELECT sequence, build, kind, action FROM entries WHERE sequence > ?1
                       ORDER BY sequence";
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([sequence], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = read().map_err(|source| self.error(source))?;
        rows.into_iter()
            .map(|(at, build, kind, action)| self.entry(at, build, &kind, &action))
            .collect()
    }

    fn entry(
        &self,
        sequence: i64,
        build: i64,
        kind: &str,
        action: &str,
    ) -> Result<Entry, JournalError> {
        let parsed = || {
            serde_json::from_str(action).map_err(|error| JournalError::Damaged {
                path: self.path.clone(),
                sequence,
                message: error.to_string(),
            })
        };
        let deed = match kind {
            // "carry" is what earlier versions wrote for all that was carried into a build.
            "do" | "carry" => Deed::Do(parsed()?),
            "undo" => Deed::Undo,
            _ => Deed::Redo,
        };
        Ok(Entry { sequence, build, deed })
    }

    /// Store a build of an article before its first entry, with what is carried over into it.
    ///
    /// Returns its number; that of the stored one if someone else stored the same build before.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn add_build(&mut self, new: &NewBuild<'_>, deeds: &[Deed]) -> Result<i64, JournalError> {
        let path = self.path.clone();
        let mut write = || {
            let behavior = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(behavior)?;
            let sql =
                "SELECT build, fingerprint FROM builds WHERE doc = ?1 ORDER BY build DESC LIMIT 1";
            let latest = transaction
                .query_row(sql, [new.doc], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
                .optional()?;
            if let Some((build, fingerprint)) = latest
                && fingerprint == new.fingerprint
            {
                return Ok(build);
            }
            let build = insert_build(&transaction, new)?;
            for deed in deeds {
                insert(&transaction, build, deed)?;
            }
            transaction.commit()?;
            Ok(build)
        };
        write().map_err(|source| JournalError::Database { path, source })
    }

    /// Append entries, all or none, if the journal's last number is still `last`.
    ///
    /// Returns the number of the last one. When this returns, the entries are on disk.
    ///
    /// # Errors
    /// If SQLite fails. [`Behind`] if someone else wrote meanwhile; then nothing was written.
    pub fn append(
        &mut self,
        last: i64,
        deeds: &[(i64, Deed)],
    ) -> Result<Result<i64, Behind>, JournalError> {
        let path = self.path.clone();
        let mut write = || {
            let behavior = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(behavior)?;
            let sql = "SELECT COALESCE(MAX(sequence), 0) FROM entries";
            let found: i64 = transaction.query_row(sql, [], |row| row.get(0))?;
            if found != last {
                return Ok(Err(Behind));
            }
            for (build, deed) in deeds {
                insert(&transaction, *build, deed)?;
            }
            let sequence = transaction.last_insert_rowid();
            transaction.commit()?;
            Ok(Ok(sequence))
        };
        write().map_err(|source| JournalError::Database { path, source })
    }

    /// 128 random bits, hexadecimal.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn random_token(&self) -> Result<String, JournalError> {
        let sql = "SELECT lower(hex(randomblob(16)))";
        let token = self.connection.query_row(sql, [], |row| row.get(0));
        token.map_err(|source| self.error(source))
    }

    /// A setting of the desk, such as the keys.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn setting(&self, name: &str) -> Result<Option<String>, JournalError> {
        let sql = "SELECT value FROM settings WHERE name = ?1";
        let found = self.connection.query_row(sql, [name], |row| row.get(0)).optional();
        found.map_err(|source| self.error(source))
    }

    /// Keep a setting.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), JournalError> {
        let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let written = self.connection.execute(sql, [name, value]);
        written.map(|_| ()).map_err(|source| self.error(source))
    }
}

fn insert_build(connection: &Connection, new: &NewBuild<'_>) -> rusqlite::Result<i64> {
    // Compressing into memory fails only for want of memory; the plain bytes would be as large.
    let packed = zstd::encode_all(new.base.as_bytes(), ZSTD_LEVEL).unwrap_or_default();
    let sql = "INSERT INTO builds (doc, fingerprint, base, unfitting) VALUES (?1, ?2, ?3, ?4)";
    connection.execute(sql, params![new.doc, new.fingerprint, packed, new.unfitting])?;
    Ok(connection.last_insert_rowid())
}

fn insert(connection: &Connection, build: i64, deed: &Deed) -> rusqlite::Result<()> {
    let json = |action: &Action| serde_json::to_string(action).unwrap_or_default();
    let (kind, action) = match deed {
        Deed::Do(action) => ("do", json(action)),
        Deed::Undo => ("undo", String::new()),
        Deed::Redo => ("redo", String::new()),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let sql = "INSERT INTO entries (build, kind, action, milliseconds) VALUES (?1, ?2, ?3, ?4)";
    let milliseconds = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
    connection.prepare(sql)?.execute(params![build, kind, action, milliseconds])?;
    Ok(())
}

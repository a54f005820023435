//! Putting a finished folder in the place of the old one, in one step.
//!
//! A run writes into a folder of its own beside the output, `.NAME.duizhao-XXXXXX`, and at the end
//! the two exchange their names. Whenever the run is killed, the output is the old folder or the
//! new one:
//!
//! 1. Files of the old folder that are not the program's (the review's journal, a user's notes)
//!    get a second name in the new one, a hard link, so that a program that has one of them open
//!    goes on working on the same file.
//! 2. The folders are exchanged: one system call where the system has it (Linux, macOS), else
//!    two renames. If a run dies between those two, the next run puts the new folder in place.
//! 3. The old folder is removed.
//!
//! A working folder is locked by the run that owns it. One that nobody holds was left by a run
//! that died: the next run removes it.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of the file that a run holds a lock on while its working folder is in use.
const LOCK: &str = "lock";
/// The folder that is being written, inside the working folder.
const NEW: &str = "new";
/// Where the old folder goes between two renames, inside the working folder.
const OLD: &str = "old";
/// Says that the folder `new` is complete.
const COMPLETE: &str = "complete";

/// How long a run may take from making its working folder to locking it.
const JUST_MADE: Duration = Duration::from_secs(60);

/// A folder in the making that will take the place of `target`.
#[derive(Debug)]
pub struct StagedFolder {
    target: PathBuf,
    work: PathBuf,
    /// Held while the run lives.
    _lock: File,
}

impl StagedFolder {
    /// Make a working folder beside `target`, after cleaning up what dead runs left there.
    ///
    /// # Errors
    /// If the folder beside `target` cannot be written to.
    pub fn create(target: &Path) -> io::Result<Self> {
        let target = resolve(target)?;
        let parent = target.parent().unwrap_or(Path::new("/")).to_owned();
        fs::create_dir_all(&parent)?;
        recover(&target)?;
        let work = tempfile::Builder::new().prefix(&prefix(&target)).tempdir_in(&parent)?.keep();
        let lock = File::create(work.join(LOCK))?;
        lock.lock()?;
        fs::create_dir(work.join(NEW))?;
        Ok(Self { target, work, _lock: lock })
    }

    /// The folder to write into.
    pub fn path(&self) -> PathBuf {
        self.work.join(NEW)
    }

    /// Put the folder in the place of the target. Files of the old folder whose paths `is_ours`
    /// does not claim are kept.
    ///
    /// # Errors
    /// If the system refuses; the target is then as it was.
    pub fn commit(self, is_ours: &dyn Fn(&Path) -> bool) -> io::Result<()> {
        let new = self.path();
        File::create(self.work.join(COMPLETE))?.sync_all()?;
        if self.target.is_dir() {
            keep_foreign_files(&self.target, &new, is_ours)?;
            let old = exchange(&new, &self.target, &self.work)?;
            // What a reviewer's program made in the meantime is in the old folder now.
            keep_foreign_files(&old, &self.target, is_ours)?;
        } else {
            fs::rename(&new, &self.target)?;
        }
        sync_parent(&self.target);
        Ok(())
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        // Nothing to do about a failure here: the next run removes the folder.
        let _ = fs::remove_dir_all(&self.work);
    }
}

/// Finish or remove what runs that died left beside `target`.
fn recover(target: &Path) -> io::Result<()> {
    let prefix = prefix(target);
    let Some(parent) = target.parent() else { return Ok(()) };
    for entry in fs::read_dir(parent)? {
        let work = entry?.path();
        let name = work.file_name().unwrap_or(OsStr::new("")).to_string_lossy().into_owned();
        if !name.starts_with(&prefix) || !work.is_dir() || is_alive(&work) {
            continue;
        }
        let halfway = !target.exists() && work.join(COMPLETE).exists() && work.join(NEW).is_dir();
        if halfway {
            fs::rename(work.join(NEW), target)?;
        }
        fs::remove_dir_all(&work)?;
    }
    Ok(())
}

/// Whether a run holds the lock of a working folder. One without a lock was made a moment ago.
fn is_alive(work: &Path) -> bool {
    match File::open(work.join(LOCK)) {
        Ok(lock) => matches!(lock.try_lock(), Err(TryLockError::WouldBlock)),
        Err(_) => {
            let modified = work.metadata().and_then(|metadata| metadata.modified()).ok();
            let age = modified.and_then(|modified| modified.elapsed().ok());
            age.is_some_and(|age| age < JUST_MADE)
        }
    }
}

/// The start of the names of the working folders of `target`.
fn prefix(target: &Path) -> String {
    format!(".{}.duizhao-", target.file_name().unwrap_or(OsStr::new("output")).to_string_lossy())
}

/// The folder that `target` names, through symbolic links, as an absolute path.
fn resolve(target: &Path) -> io::Result<PathBuf> {
    if target.exists() { target.canonicalize() } else { std::path::absolute(target) }
}

/// Exchange `new` and `target`; returns where the old folder is now.
fn exchange(new: &Path, target: &Path, work: &Path) -> io::Result<PathBuf> {
    match exchange_in_one_step(new, target) {
        Ok(()) => Ok(new.to_owned()),
        Err(_) => {
            let old = work.join(OLD);
            fs::rename(target, &old)?;
            if let Err(error) = fs::rename(new, target) {
                fs::rename(&old, target)?;
                return Err(error);
            }
            Ok(old)
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_in_one_step(new: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_in_one_step(_new: &Path, _target: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Give the files of `from` that are not the program's a second name in `to`.
fn keep_foreign_files(from: &Path, to: &Path, is_ours: &dyn Fn(&Path) -> bool) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry?;
        let below = entry.path().strip_prefix(from).expect("the walk stays below its root");
        let destination = to.join(below);
        if destination.symlink_metadata().is_ok() {
            continue;
        }
        if entry.file_type().is_dir() {
            fs::create_dir_all(&destination)?;
        } else if !is_ours(below) {
            link_or_copy(entry.path(), &destination)?;
        }
    }
    Ok(())
}

fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

/// Ask the system to put a rename on the disk; where a folder cannot be opened that is its affair.
fn sync_parent(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(path: &Path) -> bool {
        path == Path::new("beads.jsonl")
    }

    fn write_corpus(target: &Path, content: &str) {
        let staged = StagedFolder::create(target).unwrap();
        fs::write(staged.path().join("beads.jsonl"), content).unwrap();
        staged.commit(&is_ours).unwrap();
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_folder_takes_the_place_of_the_old_one() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("输出");
        write_corpus(&target, "old");
        write_corpus(&target, "new");
        assert_eq!(fs::read_to_string(target.join("beads.jsonl")).unwrap(), "new");
        assert_eq!(names_in(home.path()), ["输出"]);
    }

    #[test]
    fn foreign_files_stay_and_open_ones_stay_the_same_file() {
        use std::io::Write;
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("output");
        write_corpus(&target, "old");
        fs::create_dir(target.join("notes")).unwrap();
        fs::write(target.join("notes/mine.txt"), "mine").unwrap();
        let mut journal = File::create(target.join("review.sqlite")).unwrap();
        write_corpus(&target, "new");
        journal.write_all("一".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(target.join("review.sqlite")).unwrap(), "一");
        assert_eq!(fs::read_to_string(target.join("notes/mine.txt")).unwrap(), "mine");
    }

    #[test]
    fn a_run_that_is_dropped_leaves_the_old_folder() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("output");
        write_corpus(&target, "old");
        drop(StagedFolder::create(&target).unwrap());
        assert_eq!(fs::read_to_string(target.join("beads.jsonl")).unwrap(), "old");
        assert_eq!(names_in(home.path()), ["output"]);
    }

    #[test]
    fn what_a_dead_run_left_is_removed_and_a_live_one_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("output");
        let dead = home.path().join(".output.duizhao-dead");
        fs::create_dir_all(dead.join(NEW)).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        let alive = StagedFolder::create(&target).unwrap();
        write_corpus(&target, "new");
        assert!(alive.path().is_dir());
        drop(alive);
        assert_eq!(names_in(home.path()), ["output"]);
    }

    #[test]
    fn a_run_that_died_between_two_renames_is_finished() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("output");
        let work = home.path().join(".output.duizhao-dead");
        fs::create_dir_all(work.join(NEW)).unwrap();
        fs::write(work.join(NEW).join("beads.jsonl"), "new").unwrap();
        fs::write(work.join(LOCK), "").unwrap();
        fs::write(work.join(COMPLETE), "").unwrap();
        recover(&target).unwrap();
        assert_eq!(fs::read_to_string(target.join("beads.jsonl")).unwrap(), "new");
        assert_eq!(names_in(home.path()), ["output"]);
    }
}

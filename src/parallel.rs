//! A parallel map that keeps the order and takes constant memory.
//!
//! Workers take items one by one; results are handed on in the order of the items. At most a
//! fixed number of items is on the way between source and sink, so that one slow item does not
//! make the finished ones pile up.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Items on the way for each worker: enough that workers rarely wait for one slow item.
const ITEMS_PER_WORKER: usize = 8;

/// What the workers and the sink share.
struct Shared<I, R> {
    /// The source and the number of items taken from it. Its lock is held while the source waits
    /// for an item, and never taken by the sink.
    source: Mutex<(I, usize)>,
    state: Mutex<State<R>>,
    changed: Condvar,
    window: usize,
}

struct State<R> {
    /// Results handed to the sink.
    sunk: usize,
    /// Workers that may still bring a result.
    working: usize,
    /// The sink has failed, or a worker has panicked: take nothing more.
    stopped: bool,
    results: BTreeMap<usize, R>,
}

/// Map the items of `source` by `map` on `workers` threads and hand the results to `sink`, on the
/// calling thread and in the order of the items.
///
/// # Errors
/// The first error of `sink`; what is left of the source is then not taken.
///
/// # Panics
/// If `map` panics.
pub fn ordered_map<T, R, E>(
    source: impl Iterator<Item = T> + Send,
    workers: usize,
    map: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
{
    let workers = workers.max(1);
    let state = State { sunk: 0, working: workers, stopped: false, results: BTreeMap::new() };
    let shared = Shared {
        source: Mutex::new((source, 0)),
        state: Mutex::new(state),
        changed: Condvar::new(),
        window: workers * ITEMS_PER_WORKER,
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| shared.work(&map));
        }
        shared.drain(&mut sink)
    })
}

impl<T, R, I: Iterator<Item = T>> Shared<I, R> {
    /// Take items and bring results until there is nothing more to do.
    fn work(&self, map: &impl Fn(T) -> R) {
        let _leaving = Leaving(self);
        while let Some((index, item)) = self.take() {
            let result = map(item);
            self.lock().results.insert(index, result);
            self.changed.notify_all();
        }
    }

    /// The next item with its index, once there is room for it.
    fn take(&self) -> Option<(usize, T)> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let index = source.1;
        let has_no_room =
            |state: &mut State<R>| !state.stopped && index >= state.sunk + self.window;
        let waited = self.changed.wait_while(self.lock(), has_no_room);
        if waited.unwrap_or_else(PoisonError::into_inner).stopped {
            return None;
        }
        source.1 += 1;
        Some((index, source.0.next()?))
    }

    /// Hand on the results in order until there are no more.
    fn drain<E>(&self, sink: &mut impl FnMut(R) -> Result<(), E>) -> Result<(), E> {
        while let Some(result) = self.next_result() {
            if let Err(error) = sink(result) {
                self.lock().stopped = true;
                self.changed.notify_all();
                return Err(error);
            }
        }
        Ok(())
    }

    fn next_result(&self) -> Option<R> {
        let is_waiting =
            |state: &mut State<R>| state.working > 0 && !state.results.contains_key(&state.sunk);
        let waited = self.changed.wait_while(self.lock(), is_waiting);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let next = state.sunk;
        let result = state.results.remove(&next)?;
        state.sunk += 1;
        drop(state);
        self.changed.notify_all();
        Some(result)
    }
}

impl<I, R> Shared<I, R> {
    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a worker off when it ends, also by a panic.
struct Leaving<'a, I, R>(&'a Shared<I, R>);

impl<I, R> Drop for Leaving<'_, I, R> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.working -= 1;
        state.stopped |= std::thread::panicking();
        drop(state);
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn collect(workers: usize, items: usize) -> Vec<usize> {
        let mut results = Vec::new();
        let slow_for_some = |item: usize| {
            if item.is_multiple_of(7) {
                std::thread::sleep(Duration::from_micros(300));
            }
            item * 2
        };
        let sink = |result| {
            results.push(result);
            Ok::<_, ()>(())
        };
        ordered_map(0..items, workers, slow_for_some, sink).unwrap();
        results
    }

    #[test]
    fn results_keep_the_order_of_the_items() {
        let expected: Vec<_> = (0..500).map(|item| item * 2).collect();
        for workers in [1, 2, 8] {
            assert_eq!(collect(workers, 500), expected);
        }
        assert!(collect(4, 0).is_empty());
    }

    #[test]
    fn results_come_while_the_source_waits() {
        let (to_source, items) = std::sync::mpsc::channel();
        to_source.send(0).unwrap();
        let mut results = Vec::new();
        let items = items.into_iter();
        let mut to_source = Some(to_source);
        ordered_map(
            items,
            2,
            |item: usize| item,
            |result| {
                results.push(result);
                match result {
                    5 => to_source = None,
                    _ => to_source.as_ref().unwrap().send(result + 1).unwrap(),
                }
                Ok::<_, ()>(())
            },
        )
        .unwrap();
        assert_eq!(results, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn few_items_are_on_the_way_at_a_time() {
        let taken = AtomicUsize::new(0);
        let mut sunk = 0;
        let source = (0..1000).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        ordered_map(
            source,
            2,
            |item: usize| item,
            |_| {
                sunk += 1;
                assert!(taken.load(Ordering::SeqCst) <= sunk + 2 * ITEMS_PER_WORKER);
                Ok::<_, ()>(())
            },
        )
        .unwrap();
        assert_eq!(sunk, 1000);
    }

    #[test]
    fn an_error_of_the_sink_ends_the_work() {
        let taken = AtomicUsize::new(0);
        let source = std::iter::repeat_with(|| taken.fetch_add(1, Ordering::SeqCst));
        let sink = |item| if item < 10 { Ok(()) } else { Err("full") };
        assert_eq!(ordered_map(source, 3, |item| item, sink), Err("full"));
        assert!(taken.load(Ordering::SeqCst) <= 11 + 3 * ITEMS_PER_WORKER);
    }

    #[test]
    #[should_panic]
    fn a_panic_of_a_worker_is_not_a_deadlock() {
        let panics = |item: usize| assert!(item != 50);
        let _ = ordered_map(0..100, 2, panics, |()| Ok::<_, ()>(()));
    }
}

//! Minimising a smooth function: limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.5) with a
//! backtracking line search.

/// Pairs of steps and gradient changes that are remembered.
const MEMORY: usize = 30;

/// Share of the predicted decrease that a step must reach (Armijo's condition).
const DECREASE: f64 = 1e-4;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    /// After so many steps.
    pub steps: usize,
    /// When a step lowers the function by less than this share of it.
    pub share: f64,
}

/// The minimum near `start` of a function that returns its value and its gradient.
pub fn minimise(
    start: Vec<f64>,
    stop: Stop,
    mut function: impl FnMut(&[f64]) -> (f64, Vec<f64>),
) -> (Vec<f64>, f64) {
    let (mut point, mut history) = (start, Vec::<(Vec<f64>, Vec<f64>)>::new());
    let (mut value, mut gradient) = function(&point);
    for _ in 0..stop.steps {
        let direction = direction(&gradient, &history);
        let slope = dot(&direction, &gradient);
        let mut length =
            if history.is_empty() { 1.0 / dot(&gradient, &gradient).sqrt().max(1.0) } else { 1.0 };
        let (next, next_value, next_gradient) = loop {
            let next: Vec<f64> =
                point.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let (next_value, next_gradient) = function(&next);
            if next_value <= value + DECREASE * length * slope {
                break (next, next_value, next_gradient);
            }
            length /= 2.0;
            if length < 1e-10 {
                return (point, value);
            }
        };
        let step = difference(&next, &point);
        let change = difference(&next_gradient, &gradient);
        if dot(&step, &change) > 1e-10 {
            history.push((step, change));
            if history.len() > MEMORY {
                history.remove(0);
            }
        }
        let gained = value - next_value;
        (point, value, gradient) = (next, next_value, next_gradient);
        if gained < stop.share * value.abs() {
            break;
        }
    }
    (point, value)
}

/// The two-loop recursion: minus the approximate inverse Hessian times the gradient.
fn direction(gradient: &[f64], history: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut factors = Vec::new();
    for (step, change) in history.iter().rev() {
        let factor = dot(step, &direction) / dot(step, change);
        add(&mut direction, -factor, change);
        factors.push(factor);
    }
    if let Some((step, change)) = history.last() {
        let scale = dot(step, change) / dot(change, change);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((step, change), factor) in history.iter().zip(factors.iter().rev()) {
        let back = dot(change, &direction) / dot(step, change);
        add(&mut direction, factor - back, step);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x - y).collect()
}

fn add(sum: &mut [f64], factor: f64, other: &[f64]) {
    sum.iter_mut().zip(other).for_each(|(x, y)| *x += factor * y);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_minimum_of_rosenbrocks_function() {
        let rosenbrock = |x: &[f64]| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            (a * a + 100.0 * b * b, vec![-2.0 * a - 400.0 * x[0] * b, 200.0 * b])
        };
        let stop = Stop { steps: 200, share: 1e-14 };
        let (point, value) = minimise(vec![-1.2, 1.0], stop, rosenbrock);
        assert!(value < 1e-10 && (point[0] - 1.0).abs() < 1e-4, "{point:?}");
    }
}

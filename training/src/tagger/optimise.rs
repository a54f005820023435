//! Orthant-wise limited-memory quasi-Newton minimisation (OWL-QN; Andrew and Gao 2007).
//!
//! Minimises `f(x) + l1·‖x‖₁` for a smooth convex `f`. Everything is summed in a fixed order, so
//! the result is the same on every run.

use std::collections::VecDeque;

/// How many past steps the curvature is taken from.
const HISTORY: usize = 6;
/// Share of the expected decrease that a step must bring.
const SUFFICIENT: f64 = 1e-4;

/// A past step: change of the point, change of the gradient, and one over their product.
struct Step {
    point: Vec<f64>,
    gradient: Vec<f64>,
    inverse: f64,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The gradient of the whole objective, the one nearest to zero where it is not unique.
fn steepest(x: &[f64], gradient: &[f64], l1: f64) -> Vec<f64> {
    let one = |(&x, &g): (&f64, &f64)| {
        if x > 0.0 {
            g + l1
        } else if x < 0.0 {
            g - l1
        } else if g + l1 < 0.0 {
            g + l1
        } else if g - l1 > 0.0 {
            g - l1
        } else {
            0.0
        }
    };
    x.iter().zip(gradient).map(one).collect()
}

/// The quasi-Newton direction downhill, kept to the signs of steepest descent.
fn direction(pseudo: &[f64], history: &VecDeque<Step>) -> Vec<f64> {
    let mut d: Vec<f64> = pseudo.iter().map(|g| -g).collect();
    let mut factors = Vec::with_capacity(history.len());
    for step in history.iter().rev() {
        let factor = dot(&step.point, &d) * step.inverse;
        d.iter_mut().zip(&step.gradient).for_each(|(d, y)| *d -= factor * y);
        factors.push(factor);
    }
    if let Some(last) = history.back() {
        let scale = 1.0 / (last.inverse * dot(&last.gradient, &last.gradient));
        d.iter_mut().for_each(|d| *d *= scale);
    }
    for (step, factor) in history.iter().zip(factors.into_iter().rev()) {
        let back = dot(&step.gradient, &d) * step.inverse;
        d.iter_mut().zip(&step.point).for_each(|(d, s)| *d += (factor - back) * s);
    }
    d.iter_mut().zip(pseudo).for_each(|(d, g)| {
        if *d * g >= 0.0 {
            *d = 0.0;
        }
    });
    d
}

/// Minimise. `evaluate` gives value and gradient of the smooth part; `report` hears the number of
/// the iteration and the whole objective. Ends after `iterations`, or when the objective changes by
/// less than one part in 10⁵ over ten iterations.
pub fn minimise(
    mut x: Vec<f64>,
    l1: f64,
    iterations: usize,
    mut evaluate: impl FnMut(&[f64]) -> (f64, Vec<f64>),
    mut report: impl FnMut(usize, f64),
) -> Vec<f64> {
    let norm = |x: &[f64]| l1 * x.iter().map(|v| v.abs()).sum::<f64>();
    let (smooth, mut gradient) = evaluate(&x);
    let mut value = smooth + norm(&x);
    let mut history: VecDeque<Step> = VecDeque::new();
    let mut values = vec![value];
    for iteration in 1..=iterations {
        let pseudo = steepest(&x, &gradient, l1);
        let d = direction(&pseudo, &history);
        let first = if history.is_empty() { 1.0 / dot(&d, &d).sqrt().max(1e-12) } else { 1.0 };
        let mut size = first;
        let accepted = (0..20).find_map(|_| {
            let candidate = moved(&x, &d, &pseudo, size);
            let (smooth, new_gradient) = evaluate(&candidate);
            let new_value = smooth + norm(&candidate);
            let change: f64 = pseudo
                .iter()
                .zip(candidate.iter().zip(&x))
                .map(|(g, (new, old))| g * (new - old))
                .sum();
            size *= 0.5;
            (new_value <= value + SUFFICIENT * change).then_some((
                candidate,
                new_gradient,
                new_value,
            ))
        });
        let Some((next, next_gradient, next_value)) = accepted else { break };
        remember(&mut history, &x, &next, &gradient, &next_gradient);
        (x, gradient, value) = (next, next_gradient, next_value);
        values.push(value);
        report(iteration, value);
        if values.len() > 10 && values[values.len() - 11] - value < 1e-5 * value {
            break;
        }
    }
    x
}

/// The point `size · d` away, kept inside the orthant.
fn moved(x: &[f64], d: &[f64], pseudo: &[f64], size: f64) -> Vec<f64> {
    let one = |((&x, &d), &g): ((&f64, &f64), &f64)| {
        let sign = if x == 0.0 { -g } else { x };
        let to = x + size * d;
        if to * sign > 0.0 { to } else { 0.0 }
    };
    x.iter().zip(d).zip(pseudo).map(one).collect()
}

fn remember(history: &mut VecDeque<Step>, x: &[f64], next: &[f64], g: &[f64], next_g: &[f64]) {
    let point: Vec<f64> = next.iter().zip(x).map(|(a, b)| a - b).collect();
    let gradient: Vec<f64> = next_g.iter().zip(g).map(|(a, b)| a - b).collect();
    let product = dot(&point, &gradient);
    if product > 1e-10 {
        history.push_back(Step { point, gradient, inverse: 1.0 / product });
        if history.len() > HISTORY {
            history.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_minimum_of_a_penalised_bowl() {
        // (x−3)² + 10(y+0.05)² + |x| + |y|: x = 2.5; y stays at zero, its pull is weaker than l1.
        let bowl = |x: &[f64]| {
            let value = (x[0] - 3.0).powi(2) + 10.0 * (x[1] + 0.04).powi(2);
            (value, vec![2.0 * (x[0] - 3.0), 20.0 * (x[1] + 0.04)])
        };
        let x = minimise(vec![0.0, 0.0], 1.0, 100, bowl, |_, _| ());
        assert!((x[0] - 2.5).abs() < 1e-3, "{x:?}");
        assert_eq!(x[1], 0.0);
    }
}

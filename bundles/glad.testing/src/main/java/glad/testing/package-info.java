/** Test support: goldens and the deterministic weights behind them. */
package glad.testing;

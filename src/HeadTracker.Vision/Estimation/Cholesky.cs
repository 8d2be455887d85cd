namespace HeadTracker.Estimation;

/// <summary>Solves small symmetric positive definite systems in place.</summary>
internal static class Cholesky
{
    /// <param name="matrix">n x n, row by row; destroyed.</param>
    /// <param name="right">The right hand side, n values.</param>
    /// <param name="solution">The result, n values.</param>
    /// <returns>False when the matrix is not positive definite.</returns>
    public static bool TrySolve(Span<double> matrix, ReadOnlySpan<double> right, Span<double> solution)
    {
        var n = right.Length;
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = matrix[i * n + j];
                for (var k = 0; k < j; k++) sum -= matrix[i * n + k] * matrix[j * n + k];
                if (i > j) matrix[i * n + j] = sum / matrix[j * n + j];
                else if (sum > 0) matrix[j * n + j] = Math.Sqrt(sum);
                else return false;
            }
        }

        for (var i = 0; i < n; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++) sum -= matrix[i * n + k] * solution[k];
            solution[i] = sum / matrix[i * n + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < n; k++) sum -= matrix[k * n + i] * solution[k];
            solution[i] = sum / matrix[i * n + i];
        }

        return true;
    }
}

namespace Spotter.Benchmarks.Kernels;

/// <summary>Pieces of the cascade engine in one width of vectors, each on data that is in the cache.</summary>
internal interface IKernelSubjects
{
    /// <summary>A row of a level out of two rows of the picture.</summary>
    void ResizeRow();

    /// <summary>A row of the integral image.</summary>
    void IntegralRow();

    /// <summary>Variance factors of a row of windows.</summary>
    void FactorRow();

    /// <summary>The first stage for a row of windows.</summary>
    /// <returns>Windows that pass.</returns>
    int FirstStageRow();

    /// <summary>All samples of a row of windows, copied to patches.</summary>
    void PatchRow();

    /// <summary>A whole level, from resizing to candidates.</summary>
    /// <returns>Candidates.</returns>
    int Level();
}

using HeadTracker.Diagnostics;
using HeadTracker.Inference;
using Microsoft.Extensions.DependencyModel;

namespace HeadTracker.Tests.Diagnostics;

public sealed class LicencesTests
{
    [Fact]
    public void Every_package_and_model_that_ships_has_its_terms()
    {
        var program = Path.Combine(SharedData.RepositoryRoot, "artifacts", "bin", "HeadTracker", "release");
        var listed = Licences.List(Path.Combine(program, "licences"));
        using var file = File.OpenRead(Path.Combine(program, "HeadTracker.deps.json"));
        var shipped = new DependencyContextJsonReader().Read(file).RuntimeLibraries
            .Where(library => library.Type == "package" && (library.RuntimeAssemblyGroups.Count > 0 || library.NativeLibraryGroups.Count > 0));

        foreach (var library in shipped) Assert.Contains(listed, one => one.Part == library.Name && one.Version == library.Version);
        foreach (var model in Directory.EnumerateFiles(ModelFiles.Folder, "*.onnx")) Assert.Contains(listed, one => one.Part == Path.GetFileName(model));
        Assert.All(listed, one => Assert.True(one.Terms.Length > 2 && one.Owner.Length > 2, $"{one}"));
    }
}

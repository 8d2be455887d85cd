using HeadTracker.Contract;
using HeadTracker.Inference;

namespace HeadTracker.Diagnostics;

/// <summary>A part that ships with the program, and its terms.</summary>
/// <param name="Part">Package, model or typeface.</param>
/// <param name="Version">Empty where it has none.</param>
/// <param name="Terms">SPDX identifier or a sentence.</param>
/// <param name="Owner">Copyright, as the part says it.</param>
internal sealed record Licence(string Part, string Version, string Terms, string Owner);

/// <summary>The licences of everything that ships: packages as the build wrote them down, models from the manifest, the typeface.</summary>
internal static class Licences
{
    /// <summary>Where the texts lie that packages bring.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "licences");

    /// <param name="folder">As <see cref="Folder"/>.</param>
    /// <exception cref="UserErrorException">The build's list is missing.</exception>
    public static IReadOnlyList<Licence> List(string folder)
    {
        var list = Path.Combine(folder, "licences.tsv");
        if (!File.Exists(list)) throw new UserErrorException($"There is no {list}; build the program again.");
        return
        [
            .. File.ReadLines(list).Select(line => line.Split('\t')).Select(cells => new Licence(cells[0], cells[1], cells[2], cells[3])),
            .. ModelManifest.ReadFrom(ModelFiles.Folder).Models.Select(model => new Licence(model.File, "", model.Licence, model.Source)),
            new Licence("Open Sans", "", "OFL-1.1 (fonts/OpenSans-LICENSE.txt)", "The Open Sans Project Authors"),
        ];
    }
}

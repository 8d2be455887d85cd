using System.CommandLine;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Diagnostics;

namespace HeadTracker.Commands;

/// <summary><c>doctor</c>: what works on this machine, and what to do about the rest.</summary>
internal sealed class DoctorCommand : Verb
{
    private readonly Option<bool> _json = new("--json") { Description = "Print a JSON list." };

    private readonly Option<bool> _licences = new("--licences") { Description = "List the licences of everything that ships with the program instead." };

    public DoctorCommand()
        : base("doctor", "Check libraries, models, cameras and display, and say what to do about what does not work.")
    {
        AddGroups(new OptionGroup("Output", _licences, _json));
        Examples = ["doctor", "doctor --json", "doctor --licences"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_licences)) return PrintLicences(parsed.GetValue(_json));
        var findings = Doctor.Examine().ToList();
        if (parsed.GetValue(_json)) Console.WriteLine(JsonSerializer.Serialize(findings, JsonSerializerOptions.Web));
        else foreach (var finding in findings) Print(finding);

        var broken = findings.Where(finding => finding.Kind == FindingKind.Broken).ToList();
        if (broken.Count == 0) return 0;
        Console.Error.WriteLine($"HeadTracker cannot work here: {broken[0].Subject}: {broken[0].Text.TrimEnd('.')}. {broken[0].Advice}".TrimEnd());
        return 1;
    }

    private static int PrintLicences(bool json)
    {
        var licences = Licences.List(Licences.Folder);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(licences, JsonSerializerOptions.Web));
            return 0;
        }

        foreach (var one in licences) Console.WriteLine($"{$"{one.Part} {one.Version}".TrimEnd()}: {one.Terms}; {one.Owner}");
        Console.WriteLine($"Texts: {Licences.Folder}");
        return 0;
    }

    private static void Print(Finding finding)
    {
        var mark = finding.Kind switch { FindingKind.Fine => "ok  ", FindingKind.Missing => "–   ", _ => "FAIL" };
        Console.WriteLine($"{mark}  {finding.Subject,-14}{finding.Text}");
        if (finding.Advice is not null) Console.WriteLine($"{"",20}{finding.Advice}");
    }
}

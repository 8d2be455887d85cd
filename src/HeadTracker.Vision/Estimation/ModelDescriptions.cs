using HeadTracker.Contract;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>Begins the description of a network that has none.</summary>
public static class ModelDescriptions
{
    /// <summary>Side of the input where the model leaves it open.</summary>
    private const int UsualSide = 224;

    /// <summary>What a model's tensors tell; the rest is what most networks have, and is to be checked.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <exception cref="UserErrorException">The file is none, or its tensors are not those of a pose network.</exception>
    public static ForeignModelContract TemplateFor(string path)
    {
        using var model = OnnxSession.Open(path, ExecutionProvider.Cpu, threads: 1);
        if (model.Inputs is not [{ Shape: [_, 3 or -1, var height, var width] } image])
        {
            throw new UserErrorException($"{path} takes {string.Join("; ", model.Inputs)}, but a pose network here takes one picture as three planes, "
                + "Float [N, 3, side, side]; convert it.");
        }

        var outputs = model.Outputs.Where(output => output.Shape.Count > 0).Select(output => (output.Name, Length: LengthOf(output))).ToList();
        var template = new ForeignModelContract
        {
            Input = image.Name,
            InputSize = height > 0 ? height : width > 0 ? width : UsualSide,
            Crop = new CropRule(CropShape.Square, 1.2f),
            Normalizer = PixelNormalizer.ImageNet,
            Kind = PoseOutputKind.Angles,
            Outputs = [.. outputs.Take(1).Select(output => output.Name)],
        };
        if (outputs.Find(output => output.Length == 9) is { Name: { } matrix }) return template with { Kind = PoseOutputKind.Matrix, Outputs = [matrix] };
        if (outputs.Find(output => output.Length == 6) is { Name: { } columns }) return template with { Kind = PoseOutputKind.SixD, Outputs = [columns] };
        if (outputs.Find(output => output.Length == 3) is { Name: { } angles }) return template with { Outputs = [angles] };
        var three = outputs.Take(3).ToList();
        if (three.Count == 3 && three.TrueForAll(output => output.Length == 1)) return template with { Outputs = [.. three.Select(output => output.Name)] };
        if (three.Count == 3 && three.TrueForAll(output => output.Length > 1 && output.Length == three[0].Length))
        {
            return template with
            {
                Kind = PoseOutputKind.Bins, Outputs = [.. three.Select(output => output.Name)],
                Bins = new BinSpecification(2 * BinSpecification.PaperRange / three[0].Length, BinSpecification.PaperRange),
            };
        }

        throw new UserErrorException($"{path} gives {string.Join("; ", model.Outputs)}, and a pose is told by 3 angles, 9 numbers of a matrix, 6 of its "
            + "columns, or three outputs of as many bins; convert it.");
    }

    /// <summary>Numbers of one face; 0 where the model leaves that open.</summary>
    private static int LengthOf(OnnxTensor output) => output.Shape.Skip(1).Aggregate(1, (product, side) => product * Math.Max(0, side));
}

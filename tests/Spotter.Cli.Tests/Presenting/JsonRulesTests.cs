using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Tests.Presenting;

/// <summary>JSON follows one set of rules, whichever assembly writes it.</summary>
public sealed class JsonRulesTests
{
    // The page's own language writes names so.
    private const string OfThePage = "StudioJson";

    [Fact]
    public void Contexts_OfAllAssemblies_HaveTheSameRules()
    {
        Type[] contexts = [.. Assemblies().SelectMany(ContextsOf)];
        Assert.Contains(contexts, static context => context.Name == OfThePage);
        Assert.InRange(contexts.Length, 7, int.MaxValue);
        foreach (Type context in contexts.Where(static context => context.Name != OfThePage))
        {
            Assert.All(OptionsOf(context), options =>
            {
                Assert.Same(JsonNamingPolicy.SnakeCaseLower, options.PropertyNamingPolicy);
                Assert.Equal(JsonIgnoreCondition.WhenWritingNull, options.DefaultIgnoreCondition);
            });
        }
    }

    [Fact]
    public void Contexts_OfAllAssemblies_AreOneEach() =>
        Assert.All(Assemblies(), static assembly => Assert.InRange(ContextsOf(assembly).Count(), 0, 1));

    private static IEnumerable<Type> ContextsOf(Assembly assembly) =>
        assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(JsonSerializerContext)));

    // That of Default, and of those made of it.
    private static IEnumerable<JsonSerializerOptions> OptionsOf(Type context) =>
        context
            .GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.PropertyType == context)
            .Select(static property => ((JsonSerializerContext)property.GetValue(null)!).Options);

    private static HashSet<Assembly> Assemblies()
    {
        var found = new HashSet<Assembly>();
        Add(typeof(ToolJson).Assembly);
        return found;

        void Add(Assembly assembly)
        {
            if (!found.Add(assembly))
            {
                return;
            }

            foreach (AssemblyName name in assembly.GetReferencedAssemblies())
            {
                if (name.Name!.StartsWith("Spotter", StringComparison.Ordinal))
                {
                    Add(Assembly.Load(name));
                }
            }
        }
    }
}

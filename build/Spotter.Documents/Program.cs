using System.Reflection;
using Spotter.Documents.Commands;
using Spotter.Documents.Interface;
using Spotter.Documents.Schemas;

switch (args)
{
    case ["commands", var folder]:
        CommandPages.WriteAll(folder);
        return 0;
    case ["schemas", var root]:
        SchemaFiles.WriteAll(root);
        return 0;
    case ["interface", var root]:
        await InterfaceFiles.WriteAllAsync(root);
        return 0;
    case ["run", var program, .. var rest]:
        // A block of a page that a test compiled: here are all assemblies that it may need.
        MethodInfo main = Assembly.LoadFrom(program).EntryPoint!;
        object?[] arguments = main.GetParameters().Length == 0 ? [] : [rest];
        return main.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null) as int? ?? 0;
    default:
        Console.Error.WriteLine("usage: Spotter.Documents commands FOLDER | schemas ROOT | interface ROOT");
        return 2;
}

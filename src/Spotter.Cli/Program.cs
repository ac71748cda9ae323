using Spotter.Cli;
using Spotter.Cli.Commands;

// The version is answered before anything else is loaded: scripts ask for it often.
return VersionCommand.IsMeant(args) ? VersionCommand.Show() : Tool.Run(args);

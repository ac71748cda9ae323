// Finds faces in a picture without sending it anywhere: the search runs in the browser.
//   dotnet publish samples/applications/browser -o site      and any server of files shows site/wwwroot
using browser;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<FaceFinder>("#app");
await builder.Build().RunAsync();

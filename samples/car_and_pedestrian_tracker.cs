#!/usr/bin/env -S dotnet run
#:project ../src/Spotter
// Finds cars, red on blue, and people, yellow, in a window that closes on q.
//     dotnet run samples/car_and_pedestrian_tracker.cs [VIDEO|CAMERA|ADDRESS]         the first camera unless given
using Spotter;
using Spotter.Media;
using Spotter.Vision;

var cars = Detector.Cars();
var people = Detector.People();
using var window = ViewWindow.Open("cars and people");
await foreach (var frame in Frames.From(args.FirstOrDefault("0")))
{
    var carsHere = cars.Detect(frame); // before anything is drawn: detectors see what was drawn, too
    var peopleHere = people.Detect(frame);
    foreach (var car in carsHere)
    {
        frame.Draw(car.Box.Offset(2, 2), Color.Blue); // a shadow, two pixels down and to the right
        frame.Draw(car, Color.Red);
    }

    foreach (var person in peopleHere)
        frame.Draw(person, Color.Yellow);
    if (window.Show(frame) == Key.Q)
        break;
}

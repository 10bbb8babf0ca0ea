package org.parcours.command.intake.fhir.mapping.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Location;

/** Maps references to places: a bed, its room and its unit through {@code Location.partOf} (FHIR R4, 8.7). */
record PlaceMapper(ResourceContext context) {

    private static final int MAX_LEVELS = 10;

    /** HL7 location-physical-type: what contains units, and is none itself. */
    private static final Set<String> SITES = Set.of("si", "bu", "wi", "lvl", "co", "area", "jdn");

    /** The place by its name, otherwise by the reference's display, its identifier, or the last part of the literal. */
    Optional<Location> location(FhirElement reference) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> display = reference.text("display");
        return context.resolve(reference)
                .flatMap(place -> place.isType("Location")
                        ? ofLocation(place)
                        : place.isType("Organization") ? nameOf(place).map(Location::of) : Optional.empty())
                .or(() -> display.map(Location::of))
                .or(() -> unresolved(reference).map(Location::of));
    }

    private static Optional<String> unresolved(FhirElement reference) {
        return reference.child("identifier").text("value").or(() -> reference
                .text("reference")
                .filter(literal -> !literal.startsWith("#") && !literal.startsWith("urn:"))
                .map(FhirTextFormatter::lastPart));
    }

    /** The name; without one, another name, the description or the number of the place. */
    static Optional<String> nameOf(FhirElement place) {
        return place.text("name")
                .or(() -> place.text("alias"))
                .or(() -> place.text("description"))
                .or(() -> place.child("identifier").text("value"));
    }

    private Optional<Location> ofLocation(FhirElement place) {
        Map<String, String> names = new HashMap<>();
        List<String> units = new ArrayList<>();
        List<String> sites = new ArrayList<>();
        FhirElement last = place;
        for (FhirElement level : levels(place)) {
            last = level;
            Optional<String> name = nameOf(level);
            if (name.isEmpty()) {
                continue;
            }
            String type = physicalType(level);
            if (type.equals("bd") || type.equals("ro")) {
                names.putIfAbsent(type, name.get());
            } else if (SITES.contains(type)) {
                sites.add(name.get());
            } else {
                units.add(name.get());
            }
        }
        Optional<String> bed = Optional.ofNullable(names.get("bd"));
        Optional<String> room = Optional.ofNullable(names.get("ro"));
        Optional<String> outside = outside(last);
        if (units.isEmpty()) {
            // A bed or a room whose unit nobody names: what is known stands in the unit's place.
            return sites.stream()
                    .findFirst()
                    .map(site -> new Location(site, room, bed, outside))
                    .or(() -> room.map(name -> new Location(name, Optional.empty(), bed, outside)))
                    .or(() -> bed.map(name -> new Location(name, Optional.empty(), Optional.empty(), outside)));
        }
        Optional<String> facility = sites.isEmpty()
                ? units.size() > 1 ? Optional.of(units.getLast()) : outside
                : Optional.of(sites.getLast());
        return Optional.of(new Location(units.getFirst(), room, bed, facility));
    }

    /** What the outermost place that the message contains is part of. */
    private Optional<String> outside(FhirElement place) {
        return place.child("partOf").text("display").or(() -> new FhirTextFormatter(context)
                .reference(place.child("managingOrganization")));
    }

    private List<FhirElement> levels(FhirElement place) {
        List<FhirElement> levels = new ArrayList<>();
        Optional<FhirElement> level = Optional.of(place);
        while (level.isPresent() && levels.size() < MAX_LEVELS && !levels.contains(level.get())) {
            levels.add(level.get());
            FhirElement container = level.get().child("partOf");
            level = container.isEmpty() ? Optional.empty() : context.resolve(container, "Location");
        }
        return levels;
    }

    private static String physicalType(FhirElement place) {
        return place.child("physicalType").children("coding").stream()
                .flatMap(coding -> coding.text("code").stream())
                .findFirst()
                .orElse("");
    }
}

package org.parcours.command.intake.fhir.mapping.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Identifier;
import org.parcours.events.Visit;

/**
 * Maps Encounters, and references to them, to the stay: of an Encounter that is part of another (FR Core: the movements of a
 * venue), the stay is that of the outermost one. The numbers of the parts are numbers of the stay too, since other resources
 * refer to it by them.
 */
public record VisitMapper(ResourceContext context) {

    private static final int MAX_LEVELS = 10;

    /** HL7 table 0203: visit number, movement number. */
    private static final String VISIT_NUMBER = "VN";

    private static final String MOVEMENT_NUMBER = "MN";

    /** The stay to which a resource refers. */
    Optional<Visit> ofReference(FhirElement encounter) {
        if (encounter.isEmpty()) {
            return Optional.empty();
        }
        Optional<FhirElement> target = context.resolve(encounter, "Encounter");
        return target.map(this::ofEncounter)
                .or(() -> visit(context.references().externalIdentifiers(encounter), Optional.empty()));
    }

    public Visit ofEncounter(FhirElement encounter) {
        Visit known = context.message().visits().get(encounter);
        if (known == null) {
            known = find(encounter);
            context.message().visits().put(encounter, known);
        }
        return known;
    }

    private Visit find(FhirElement encounter) {
        List<FhirElement> levels = levels(encounter);
        SequencedSet<Identifier> numbers = new LinkedHashSet<>();
        Optional<FhirElement> container = container(levels.getLast());
        container.ifPresent(outside -> numbers.addAll(context.references().externalIdentifiers(outside)));
        levels.reversed().forEach(level -> numbers.addAll(numbersOf(level)));
        Optional<String> patientClass = levels.reversed().stream()
                .flatMap(level -> PatientClassMapper.patientClass(level.child("class")).stream())
                .findFirst();
        return visit(List.copyOf(numbers), patientClass).orElseThrow();
    }

    /** The Encounter, then what it is part of, as far as the message contains it. */
    private List<FhirElement> levels(FhirElement encounter) {
        List<FhirElement> levels = new ArrayList<>(List.of(encounter));
        while (levels.size() < MAX_LEVELS) {
            Optional<FhirElement> container = container(levels.getLast())
                    .flatMap(reference -> context.resolve(reference, "Encounter"))
                    .filter(found -> !levels.contains(found));
            if (container.isEmpty()) {
                return levels;
            }
            levels.add(container.get());
        }
        return levels;
    }

    /** Whether the Encounter is part of another one. */
    public boolean isPart(FhirElement encounter) {
        return container(encounter).isPresent();
    }

    /** The reference to what the Encounter is part of; of a movement without partOf, its account holds it together. */
    private Optional<FhirElement> container(FhirElement encounter) {
        return Optional.of(encounter.child("partOf"))
                .filter(reference -> names(reference))
                .or(() -> Optional.of(encounter.child("account"))
                        .filter(account -> isMovement(encounter) && names(account)));
    }

    private static boolean names(FhirElement reference) {
        return reference.isPresent()
                && (reference.text("reference").isPresent()
                        || reference.child("identifier").text("value").isPresent());
    }

    private boolean isMovement(FhirElement encounter) {
        List<String> types = context.references().identityOf(encounter).business().stream()
                .flatMap(number -> number.type().stream())
                .toList();
        return types.contains(MOVEMENT_NUMBER) && !types.contains(VISIT_NUMBER);
    }

    /** The visit number, or that of the movement, comes before numbers of other kinds. */
    public List<Identifier> numbersOf(FhirElement encounter) {
        return context.references().identityOf(encounter).all().stream()
                .sorted(Comparator.comparing(number -> number.type()
                        .filter(type -> type.equals(VISIT_NUMBER) || type.equals(MOVEMENT_NUMBER))
                        .isEmpty()))
                .toList();
    }

    private static Optional<Visit> visit(List<Identifier> numbers, Optional<String> patientClass) {
        return numbers.stream()
                .findFirst()
                .map(number -> new Visit(
                        Optional.of(number),
                        patientClass,
                        Stream.of(numbers).flatMap(List::stream).skip(1).toList()));
    }
}

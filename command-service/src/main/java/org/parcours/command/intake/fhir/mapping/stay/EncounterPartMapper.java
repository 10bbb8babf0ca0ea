package org.parcours.command.intake.fhir.mapping.stay;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.context.VisitMapper;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.MovementReference;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.TransferCancelled;

/**
 * Maps an Encounter that is part of another one: a movement of its stay, with its own number. FR Core: the stay (venue, VN)
 * has movements (MN). Its end is not the end of the stay.
 */
record EncounterPartMapper(ResourceContext context, EncounterContent content) {

    private static final Set<String> NOT_BEGUN = Set.of("planned", "cancelled", "entered-in-error");

    List<Fact> facts(String status) {
        Optional<FhirElement> stay = context.resolve(content.encounter().child("partOf"), "Encounter");
        if (stay.filter(found -> isFirstOf(context, content.encounter(), found)).isPresent()) {
            return List.of();
        }
        return switch (status) {
            case "planned" ->
                throw new NotTrackedException(
                        content.encounter().pathOf("status"), "a planned part of a stay is shown when it begins");
            case "cancelled" -> {
                context.discardContent();
                yield List.of(content.fact(context.reportedTime(), new TransferCancelled(content.visit(), movement()))
                        .onlyIfKnown());
            }
            case "entered-in-error" -> {
                context.discardContent();
                yield List.of(transfer(Optional.empty()).enteredInError());
            }
            default -> movements();
        };
    }

    /** Whether the part begins with its stay: then it is the admission, which the stay reports. */
    static boolean isFirstOf(ResourceContext context, FhirElement part, FhirElement stay) {
        boolean begun = part.peek("status").stream()
                .flatMap(status -> status.peekValue().stream())
                .noneMatch(NOT_BEGUN::contains);
        return begun
                && part != stay
                && !part.peek("partOf").isEmpty()
                && start(part).isPresent()
                && start(part).equals(start(stay))
                && context.resolve(part.child("partOf"), "Encounter")
                        .filter(stay::equals)
                        .isPresent();
    }

    private static Optional<String> start(FhirElement encounter) {
        return encounter.peek("period").stream()
                .flatMap(period -> period.peek("start").stream())
                .flatMap(start -> start.peekValue().stream())
                .findFirst();
    }

    private List<Fact> movements() {
        Fact transfer = content.described(transfer(Optional.of(new EncounterMovements(context, content))));
        EventAnnotations annotations = transfer.annotations()
                .withDetail(
                        DetailKey.PLACE_UNTIL,
                        context.end("period").map(ReportedTime::value).map(PartialDateTime::text));
        return List.of(transfer.withAnnotations(annotations));
    }

    private Fact transfer(Optional<EncounterMovements> movements) {
        return content.fact(
                content.startedAt(),
                new PatientTransferred(
                        content.visit(),
                        movement(),
                        movements.flatMap(EncounterMovements::firstPlace),
                        movements.flatMap(_ -> content.doctor())));
    }

    private Optional<MovementReference> movement() {
        return new VisitMapper(context)
                .numbersOf(content.encounter()).stream()
                        .findFirst()
                        .map(number -> new MovementReference(number, Optional.empty(), false));
    }
}

package org.parcours.command.intake.fhir.mapping.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent.PatientDischarged;

/** Marks the resources that state an end before its start (FHIR R4, Period, invariant per-1), in whichever element. */
public final class PeriodCheck {

    /** Their periods say since when a number or name is used, and nothing about the journey. */
    private static final Set<String> TYPES_OF_USE = Set.of("HumanName", "Address", "ContactPoint", "Identifier");

    private final ResourceContext context;
    private final List<Fact> facts;

    private PeriodCheck(ResourceContext context, List<Fact> facts) {
        this.context = context;
        this.facts = facts;
    }

    /** The anomaly stands at the first fact, which is that of the resource itself. */
    public static List<Fact> check(ResourceContext context, List<Fact> facts) {
        boolean none = facts.isEmpty()
                || context.resource().isType("Patient")
                || facts.getFirst().assertion() != Fact.Assertion.HAPPENED;
        return none || !new PeriodCheck(context, facts).isReversed() ? facts : marked(facts);
    }

    private static List<Fact> marked(List<Fact> facts) {
        List<Fact> all = new ArrayList<>(facts);
        all.set(0, all.getFirst().withAnomalies(List.of(Anomaly.of(Anomaly.Code.END_BEFORE_START))));
        return List.copyOf(all);
    }

    /** The movement with that period. */
    public static Fact check(ResourceContext context, FhirElement element, Fact fact) {
        return element.peek("period").stream().anyMatch(period -> isReversed(context, period))
                ? fact.withAnomalies(List.of(Anomaly.of(Anomaly.Code.END_BEFORE_START)))
                : fact;
    }

    private boolean isReversed() {
        if (isReversed(context.resource())) {
            return true;
        }
        for (FhirElement part : context.parts()) {
            if (isReversed(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean isReversed(FhirElement resource) {
        return hasReversedPeriod(resource) || hasReversedChoice(resource, "onset", "abatement");
    }

    private boolean hasReversedPeriod(FhirElement element) {
        if (TYPES_OF_USE.contains(element.typeName())) {
            return false;
        }
        for (String property : element.properties()) {
            if (isOfMovement(element, property)) {
                continue;
            }
            for (FhirElement child : element.peek(property)) {
                if (child.isType("Period") ? isReversed(context, child) : hasReversedPeriod(child)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Of an Encounter: the places are those of its movements, and a discharge is compared with its admission. */
    private boolean isOfMovement(FhirElement element, String property) {
        return element.isType("Encounter")
                && (property.equals("location")
                        || property.equals("period")
                                && facts.stream().anyMatch(fact -> fact.event() instanceof PatientDischarged));
    }

    private static boolean isReversed(ResourceContext context, FhirElement period) {
        return isReversed(time(context, period, "start"), time(context, period, "end"));
    }

    private boolean hasReversedChoice(FhirElement resource, String start, String end) {
        return isReversed(choice(resource, start), choice(resource, end));
    }

    private static boolean isReversed(Optional<PartialDateTime> start, Optional<PartialDateTime> end) {
        return start.isPresent() && end.isPresent() && start.get().isCertainlyAfter(end.get());
    }

    private Optional<PartialDateTime> choice(FhirElement resource, String name) {
        return time(context, resource, name + "DateTime").or(() -> resource.peek(name + "Period").stream()
                .flatMap(period -> time(context, period, name.equals("onset") ? "start" : "end").stream())
                .findFirst());
    }

    private static Optional<PartialDateTime> time(ResourceContext context, FhirElement element, String property) {
        for (FhirElement each : element.peek(property)) {
            Optional<PartialDateTime> time = context.dateTimes().peek(each);
            if (time.isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }
}

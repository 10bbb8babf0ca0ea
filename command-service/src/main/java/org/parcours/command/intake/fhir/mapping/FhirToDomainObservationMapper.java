package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.firstCoding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.quantityText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/** Maps the values of Observations: of the observation itself, its components, and the members of a panel. */
final class FhirToDomainObservationMapper {

    private static final int MAX_PANEL_DEPTH = 8;

    private FhirToDomainObservationMapper() {}

    static List<Observation> map(ResourceContext context, List<FhirElement> observations) {
        List<Observation> values = new ArrayList<>();
        observations.forEach(observation -> add(context, observation, values, 0));
        int limit = context.settings().maxValues();
        if (values.size() > limit) {
            throw FhirRejectionCode.TOO_MANY_VALUES.exceptionAt(
                    context.resource().path(), "the limit is " + limit);
        }
        return values;
    }

    private static void add(ResourceContext context, FhirElement observation, List<Observation> values, int depth) {
        ObservationTextLimiter limiter = new ObservationTextLimiter(
                context.documents(), context.settings().maxText());
        Optional<ObservationStatus> status = observation.text("status").flatMap(FhirToDomainObservationMapper::status);
        List<Identifier> identifiers =
                context.references().identityOf(observation).all();
        Stream.concat(Stream.of(observation), observation.children("component").stream())
                .flatMap(each -> value(each, status).stream())
                .map(value -> limiter.limit(value.withIdentifiers(identifiers)))
                .forEach(values::add);
        if (observation.root() != context.resource()) {
            context.parts().add(observation);
        }
        if (depth < MAX_PANEL_DEPTH) {
            observation.children("hasMember").stream()
                    .flatMap(member -> context.resolve(member, "Observation").stream())
                    .forEach(member -> add(context, member, values, depth + 1));
        }
    }

    /** @param element an Observation or one of its components */
    private static Optional<Observation> value(FhirElement element, Optional<ObservationStatus> status) {
        FhirElement value = element.child("value");
        return coding(element.child("code")).flatMap(code -> valueText(value)
                .or(() -> coding(element.child("dataAbsentReason")).map(Coding::label))
                .map(text -> new Observation(
                        code,
                        text,
                        value.isType("Quantity") ? DataTypeMapper.unit(value) : Optional.empty(),
                        rangeText(element.children("referenceRange")),
                        firstCoding(element.children("interpretation")).map(Coding::key),
                        Optional.empty(),
                        status,
                        Optional.empty())));
    }

    static Optional<ObservationStatus> status(String status) {
        return switch (status) {
            case "registered", "preliminary" -> Optional.of(ObservationStatus.PRELIMINARY);
            case "final" -> Optional.of(ObservationStatus.FINAL);
            case "amended", "corrected" -> Optional.of(ObservationStatus.CORRECTED);
            case "cancelled", "entered-in-error" -> Optional.of(ObservationStatus.WITHDRAWN);
            default -> Optional.empty();
        };
    }

    /** A value of any type as text. */
    static Optional<String> valueText(FhirElement value) {
        return switch (value.typeName()) {
            case "Quantity" -> DataTypeMapper.numberText(value);
            case "CodeableConcept" -> coding(value).map(Coding::label);
            case "Range" -> rangeText(value);
            case "Ratio" ->
                quantityText(value.child("numerator")).flatMap(over -> quantityText(value.child("denominator"))
                        .map(under -> over + " : " + under));
            case "Period" ->
                Optional.of(value.text("start").orElse("…") + " – "
                                + value.text("end").orElse("…"))
                        .filter(_ -> value.isPresent());
            case "SampledData" -> value.text("data");
            default -> value.value();
        };
    }

    private static Optional<String> rangeText(List<FhirElement> ranges) {
        return DataTypeMapper.joined(
                ranges.stream().flatMap(range -> range.text("text").or(() -> rangeText(range)).stream()));
    }

    private static Optional<String> rangeText(FhirElement range) {
        Optional<String> low = quantityText(range.child("low"));
        Optional<String> high = quantityText(range.child("high"));
        return low.isEmpty()
                ? high.map(top -> "≤ " + top)
                : low.map(bottom -> high.map(top -> bottom + " – " + top).orElse("≥ " + bottom));
    }
}

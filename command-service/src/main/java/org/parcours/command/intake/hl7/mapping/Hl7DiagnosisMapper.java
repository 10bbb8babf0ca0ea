package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;
import org.parcours.events.StepStatus;

/** Maps diagnoses (DG1) and procedures (PR1), which any message of a stay may repeat. */
final class Hl7DiagnosisMapper {

    /** DG1-6, HL7 table 0052. */
    private static final Map<String, String> TYPES =
            Map.of("A", "diagnostic d'entrée", "W", "hypothèse diagnostique", "F", "diagnostic retenu");

    private Hl7DiagnosisMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        List<Fact> facts = new ArrayList<>();
        for (Hl7Segment segment : context.message().segments()) {
            Optional<Fact> fact =
                    switch (segment.name()) {
                        case "DG1" -> diagnosis(context, segment);
                        case "PR1" -> procedure(context, segment);
                        default -> Optional.empty();
                    };
            facts.addAll(context.account().withUnread(fact.stream().toList(), List.of(segment)));
        }
        return facts;
    }

    private static Optional<Fact> diagnosis(Hl7MappingContext context, Hl7Segment dg1) {
        Hl7ClinicalStepFactory steps = new Hl7ClinicalStepFactory(context);
        String type = dg1.text(6);
        return coded(dg1)
                .map(diagnosis -> steps.fact(
                        "diagnosis",
                        context.identifiers().ei(dg1.field(20)),
                        List.of(diagnosis.key(), steps.visitNumber().orElse("")),
                        type.equals("F") || type.isEmpty() ? StepStatus.DONE : StepStatus.IN_PROGRESS,
                        title(diagnosis),
                        steps.time(dg1.field(5)),
                        dg1.field(21),
                        EventAnnotations.NONE
                                .withDetail(
                                        DetailKey.CATEGORY,
                                        Optional.of(TYPES.getOrDefault(type, type))
                                                .filter(text -> !text.isEmpty()))
                                .withDetail(DetailKey.PERFORMER, person(context, dg1, 16))));
    }

    private static Optional<Fact> procedure(Hl7MappingContext context, Hl7Segment pr1) {
        Hl7ClinicalStepFactory steps = new Hl7ClinicalStepFactory(context);
        return coded(pr1)
                .map(procedure -> steps.fact(
                        "procedure",
                        context.identifiers().ei(pr1.field(19)),
                        List.of(
                                procedure.key(),
                                steps.visitNumber().orElse(""),
                                steps.time(pr1.field(5))
                                        .map(time -> time.value().text())
                                        .orElse("")),
                        StepStatus.DONE,
                        title(procedure),
                        steps.time(pr1.field(5)),
                        pr1.field(20),
                        EventAnnotations.NONE
                                .withDetail(
                                        DetailKey.CATEGORY,
                                        Hl7MedicationText.joined("", Stream.of(Hl7MedicationText.label(pr1.field(6)))))
                                .withDetail(DetailKey.DURATION, pr1.value(7).map(minutes -> minutes + " min"))
                                .withDetail(
                                        DetailKey.PERFORMER,
                                        person(context, pr1, 11).or(() -> person(context, pr1, 12)))));
    }

    /** Field 3; its text may be in field 4, the description of earlier versions. */
    private static Optional<Coding> coded(Hl7Segment segment) {
        Optional<Coding> coded = Hl7DataTypeMapper.coding(segment.field(3));
        Optional<String> description = Optional.of(segment.strippedText(4)).filter(text -> !text.isEmpty());
        return coded.map(coding -> new Coding(coding.code(), coding.text().or(() -> description), coding.system()))
                .or(() -> description.map(Hl7DataTypeMapper::textCoding));
    }

    private static String title(Coding coding) {
        return coding.code()
                .filter(code -> coding.text().isPresent())
                .map(code -> coding.label() + " (" + code + ")")
                .orElseGet(coding::label);
    }

    private static Optional<String> person(Hl7MappingContext context, Hl7Segment segment, int field) {
        return context.practitioner(segment, field)
                .flatMap(person -> person.name().map(PersonName::toString).or(() -> person.identifier()
                        .map(Identifier::value)));
    }
}

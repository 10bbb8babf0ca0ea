package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StepStatus;

/** Maps allergies: AL1, which any message may repeat, and IAM (A60) with its own number, action and status. */
final class Hl7AllergyMapper {

    private static final String KIND = "allergy";

    /** HL7 tables 0127 and 0128, for senders that send the code alone. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("DA", "médicament"),
            Map.entry("FA", "aliment"),
            Map.entry("MA", "allergie diverse"),
            Map.entry("MC", "contre-indication diverse"),
            Map.entry("EA", "environnement"),
            Map.entry("AA", "animal"),
            Map.entry("PA", "plante"),
            Map.entry("LA", "pollen"),
            Map.entry("SV", "sévère"),
            Map.entry("MO", "modérée"),
            Map.entry("MI", "légère"),
            Map.entry("U", "inconnue"));

    private Hl7AllergyMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        List<Fact> facts = new ArrayList<>();
        for (Hl7Segment segment : context.message().segments()) {
            Optional<Fact> fact =
                    switch (segment.name()) {
                        case "AL1" -> allergy(context, segment);
                        case "IAM" -> numberedAllergy(context, segment);
                        default -> Optional.empty();
                    };
            facts.addAll(context.account().withUnread(fact.stream().toList(), List.of(segment)));
        }
        return facts;
    }

    private static Optional<Fact> allergy(Hl7MappingContext context, Hl7Segment al1) {
        Hl7ClinicalStepFactory steps = new Hl7ClinicalStepFactory(context);
        return Hl7DataTypeMapper.coding(al1.field(3))
                .map(allergen -> steps.fact(
                        KIND,
                        Optional.empty(),
                        List.of(allergen.key()),
                        StepStatus.IN_PROGRESS,
                        allergen.label(),
                        steps.time(al1.field(6)),
                        absentAction(),
                        details(al1, texts(al1, 5))));
    }

    private static Optional<Fact> numberedAllergy(Hl7MappingContext context, Hl7Segment iam) {
        Hl7ClinicalStepFactory steps = new Hl7ClinicalStepFactory(context);
        Optional<String> status = iam.value(17);
        EventAnnotations details = details(iam, labels(iam, 5))
                .withDetail(DetailKey.START, onset(context, iam))
                .withDetail(DetailKey.CLINICAL_STATUS, Hl7MedicationText.joined("", Stream.of(label(iam.field(17)))))
                .withDetail(DetailKey.REASON, Optional.of(iam.strippedText(8)).filter(text -> !text.isEmpty()));
        return Hl7DataTypeMapper.coding(iam.field(3))
                .map(allergen -> steps.fact(
                        KIND,
                        context.identifiers().ei(iam.field(7)),
                        List.of(allergen.key()),
                        status(status.orElse("")),
                        allergen.label(),
                        steps.time(iam.field(13)),
                        iam.field(6),
                        details));
    }

    /** HL7 table 0438: E was entered in error, I is inactive. */
    private static StepStatus status(String clinicalStatus) {
        return switch (clinicalStatus) {
            case "E" -> StepStatus.CANCELLED;
            case "I" -> StepStatus.DONE;
            default -> StepStatus.IN_PROGRESS;
        };
    }

    private static EventAnnotations details(Hl7Segment segment, Stream<String> reactions) {
        return EventAnnotations.NONE
                .withDetail(DetailKey.CATEGORY, Hl7MedicationText.joined("", Stream.of(label(segment.field(2)))))
                .withDetail(DetailKey.SEVERITY, Hl7MedicationText.joined("", Stream.of(label(segment.field(4)))))
                .withDetail(DetailKey.REACTION, Hl7MedicationText.joined(", ", reactions));
    }

    /** IAM-11, else its text. */
    private static Optional<String> onset(Hl7MappingContext context, Hl7Segment iam) {
        return context.dateTimes()
                .parseIfValid(iam.field(11))
                .map(ReportedTime::value)
                .map(PartialDateTime::text)
                .or(() -> iam.value(12));
    }

    /** AL1-5 is text up to v2.8, and coded later. */
    private static Stream<String> texts(Hl7Segment segment, int field) {
        return segment.repetitions(field).stream().map(reaction -> reaction.wholeValue(2)
                .orElseGet(() -> reaction.wholeComponent(1).strip()));
    }

    private static Stream<String> labels(Hl7Segment segment, int field) {
        return segment.repetitions(field).stream().map(Hl7MedicationText::label);
    }

    private static String label(Hl7FieldRepetition coded) {
        return Hl7DataTypeMapper.coding(coded)
                .map(coding -> coding.text().orElseGet(() -> LABELS.getOrDefault(coding.key(), coding.key())))
                .orElse("");
    }

    private static Hl7FieldRepetition absentAction() {
        return Hl7Message.absentSegment("AL1").field(7);
    }
}

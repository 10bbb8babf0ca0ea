package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;

/** What a report states besides its values: comments, when it was reported, of which specimen, why and by whom. */
final class ReportAnnotations {

    private ReportAnnotations() {}

    static Fact annotate(Hl7MappingContext context, OrderGroup order, Fact fact) {
        Hl7Segment obr = order.obr();
        Hl7Segment spm = order.segment("SPM");
        List<String> notes = new ArrayList<>(fact.annotations().notes());
        notes.addAll(order.notes());
        order.segmentsOf("SPM").forEach(specimen -> notes.addAll(OrderGroup.notesAfter(order.segments(), specimen)));
        List<String> clinicalInformation = new ArrayList<>();
        Optional.of(obr.strippedText(13)).filter(text -> !text.isEmpty()).ifPresent(clinicalInformation::add);
        clinicalInformation.addAll(Hl7ObservationMapper.orderDescriptions(order.segments()));
        EventAnnotations annotations = fact.annotations()
                .withNotes(notes)
                .withSentAt(fact.reportedAt())
                .withDetail(DetailKey.REPORTED_AT, time(context, obr.field(22)))
                .withDetail(DetailKey.COLLECTED_AT, collectedAt(context, fact, spm))
                .withDetail(DetailKey.PARENT_RESULT, order.parentResultLabel())
                .withDetail(DetailKey.MATERIAL, label(spm.field(4)).or(() -> material(obr)))
                .withDetail(DetailKey.SPECIMEN_SITE, label(spm.field(8)))
                .withDetail(DetailKey.SPECIMEN_CONDITION, labels(spm.repetitions(24)))
                .withDetail(
                        DetailKey.CLINICAL_INFORMATION,
                        Optional.of(String.join("\n", clinicalInformation)).filter(text -> !text.isEmpty()))
                .withDetail(DetailKey.REASON, labels(obr.repetitions(31)))
                .withDetail(DetailKey.INTERPRETER, interpreters(context, obr));
        return fact.withAnnotations(annotations);
    }

    /** OBR-15.1 before v2.5: a coded value in subcomponents, or a code. */
    private static Optional<String> material(Hl7Segment obr) {
        Hl7FieldRepetition source = obr.field(15);
        source.markAllRead();
        return Stream.of(source.text(1, 2), source.text(1, 1), source.text(2))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Optional<String> collectedAt(Hl7MappingContext context, Fact fact, Hl7Segment spm) {
        return context.dateTimes()
                .parseIfValid(spm.field(17))
                .map(time -> time.value())
                .filter(time -> !time.toInstant().equals(fact.occurredAt().toInstant()))
                .map(PartialDateTime::text);
    }

    private static Optional<String> time(Hl7MappingContext context, Hl7FieldRepetition field) {
        return context.dateTimes().parseIfValid(field).map(time -> time.value().text());
    }

    /** OBR-32 to OBR-34: the principal interpreter, assistants and technicians (NDL). */
    private static Optional<String> interpreters(Hl7MappingContext context, Hl7Segment obr) {
        String names = Stream.of(32, 33, 34)
                .flatMap(field -> obr.repetitions(field).stream())
                .flatMap(person -> Hl7DataTypeMapper.practitionerOfName(context.identifiers(), person).stream())
                .flatMap(ReportAnnotations::nameOf)
                .distinct()
                .collect(Collectors.joining(", "));
        return Optional.of(names).filter(text -> !text.isEmpty());
    }

    private static Stream<String> nameOf(Practitioner person) {
        return person
                .name()
                .map(name -> name.toString())
                .or(() -> person.identifier().map(number -> number.value()))
                .stream();
    }

    private static Optional<String> label(Hl7FieldRepetition coded) {
        return Hl7DataTypeMapper.coding(coded).map(Coding::label);
    }

    private static Optional<String> labels(List<Hl7FieldRepetition> coded) {
        return Optional.of(coded.stream()
                        .flatMap(repetition -> label(repetition).stream())
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }
}

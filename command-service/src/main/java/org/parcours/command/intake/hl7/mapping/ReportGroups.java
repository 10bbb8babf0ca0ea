package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;

/**
 * The reports of a message. Several OBR with the same numbers, examination, times and status are parts of one report:
 * their values stand side by side, and none corrects another.
 */
final class ReportGroups {

    private record Report(
            OrderNumbers numbers,
            Optional<String> examination,
            String collectedAt,
            Optional<PartialDateTime> reportedAt,
            String status) {}

    private ReportGroups() {}

    static List<OrderGroup> of(Hl7MappingContext context) {
        Map<Report, OrderGroup> reports = new LinkedHashMap<>();
        List<OrderGroup> orders = new ArrayList<>();
        observationsWithoutOrder(context.message()).ifPresent(orders::add);
        orders.addAll(OrderGroup.split(context.message()));
        for (OrderGroup order : orders) {
            Hl7Segment obr = order.obr();
            Report report = new Report(
                    order.orderNumbers(context),
                    order.examination().map(Coding::key),
                    obr.text(7),
                    context.dateTimes().parseIfValid(obr.field(22)).map(ReportedTime::value),
                    obr.text(25));
            reports.merge(report, order, ReportGroups::join);
        }
        return new ArrayList<>(reports.values());
    }

    /** The values before the first order: those of the patient or the specimen, or of a sender that leaves OBR out. */
    private static Optional<OrderGroup> observationsWithoutOrder(Hl7Message message) {
        List<Hl7Segment> values = message.segments().stream()
                .takeWhile(segment -> !segment.is("OBR") && !segment.is("ORC"))
                .dropWhile(segment -> !segment.is("OBX"))
                .filter(segment -> segment.is("OBX") || segment.is("NTE"))
                .toList();
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new OrderGroup(0, Hl7Message.absentSegment("ORC"), Hl7Message.absentSegment("OBR"), values));
    }

    private static OrderGroup join(OrderGroup first, OrderGroup second) {
        List<Hl7Segment> segments = Stream.of(
                        first.segments().stream(), Stream.of(second.obr()), second.segments().stream())
                .flatMap(part -> part)
                .toList();
        return new OrderGroup(first.index(), first.orc(), first.obr(), segments);
    }
}

package org.parcours.command.intake.hl7;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.mapping.AppointmentStatus;
import org.parcours.command.intake.hl7.mapping.OrderControl;
import org.parcours.command.intake.hl7.mapping.OrderStatus;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.Observation;
import org.parcours.events.OtherEvent.StepRecorded;

/** What each status and action code does, found out by sending it: one table for each field. */
final class Hl7CodeTables {

    private record CodeTable(String field, String title, String template, Map<String, String> meanings) {}

    private static final List<CodeTable> TABLES = List.of(
            new CodeTable(
                    "ORC-1",
                    "order control (0119), in an order",
                    "ORM^O01",
                    Arrays.stream(OrderControl.values())
                            .collect(Collectors.toMap(OrderControl::name, OrderControl::meaning))),
            new CodeTable(
                    "ORC-1",
                    "order control (0119), in a prescription",
                    "RDE^O11",
                    Arrays.stream(OrderControl.values())
                            .collect(Collectors.toMap(OrderControl::name, OrderControl::meaning))),
            new CodeTable(
                    "ORC-5",
                    "order status (0038), with ORC-1 SC",
                    "ORM^O01",
                    Arrays.stream(OrderStatus.values())
                            .collect(Collectors.toMap(OrderStatus::name, OrderStatus::meaning))),
            new CodeTable(
                    "OBR-25",
                    "result status (0123)",
                    "ORU^R01",
                    codes(
                            "A=some results",
                            "C=corrected",
                            "F=final",
                            "I=specimen received, pending",
                            "O=order received",
                            "P=preliminary",
                            "R=stored, not verified",
                            "S=scheduled",
                            "X=cancelled",
                            "Y=no order",
                            "Z=no such patient")),
            new CodeTable(
                    "OBX-11",
                    "observation status (0085)",
                    "ORU^R01",
                    codes(
                            "A=amended",
                            "B=appended",
                            "C=corrected",
                            "D=deleted",
                            "F=final",
                            "I=pending",
                            "N=not asked",
                            "O=order detail",
                            "P=preliminary",
                            "R=not verified",
                            "S=partial",
                            "U=final without the value",
                            "V=verified",
                            "W=wrong",
                            "X=cannot be obtained")),
            new CodeTable(
                    "RXA-20",
                    "completion status (0322)",
                    "RAS^O17",
                    codes("CP=complete", "RE=refused", "NA=not administered", "PA=partially administered")),
            new CodeTable("RXA-21", "action code (0206)", "RAS^O17", codes("A=add", "D=delete", "U=update")),
            new CodeTable(
                    "TXA-17",
                    "completion status (0271)",
                    "MDM^T02",
                    codes(
                            "AU=authenticated",
                            "DI=dictated",
                            "DO=documented",
                            "IN=incomplete",
                            "IP=in progress",
                            "LA=legally authenticated",
                            "PA=pre-authenticated")),
            new CodeTable(
                    "TXA-19",
                    "availability (0273), in a status change",
                    "MDM^T03",
                    codes("AV=available", "CA=deleted", "OB=obsolete", "UN=unavailable")),
            new CodeTable(
                    "SCH-25",
                    "filler status (0278)",
                    "SIU^S14",
                    Arrays.stream(AppointmentStatus.values())
                            .collect(Collectors.toMap(
                                    status -> status == AppointmentStatus.NO_SHOW ? "NOSHOW" : status.name(),
                                    status -> ""))),
            new CodeTable(
                    "ZBE-4",
                    "action of a movement (PAM)",
                    "ADT^A02",
                    codes("INSERT=new movement", "UPDATE=correction", "CANCEL=cancellation")),
            new CodeTable(
                    "SPM-21", "specimen reject reason (0490)", "OUL^R22", codes("RH=haemolysed", "QS=not enough")),
            new CodeTable(
                    "MSH-11", "processing id (0103)", "ADT^A01", codes("P=production", "T=training", "D=debugging")),
            new CodeTable(
                    "IAM-6",
                    "allergy action code (0323)",
                    "ADT^A60",
                    codes("A=add", "D=delete", "U=update", "X=no change")),
            new CodeTable("DG1-21", "diagnosis action code (0206)", "BAR^P12", codes("A=add", "D=delete", "U=update")));

    private final Hl7TestParser messages;

    Hl7CodeTables(Hl7TestParser messages) {
        this.messages = messages;
    }

    String text() {
        return TABLES.stream().map(this::table).collect(Collectors.joining("\n", """

                ## Status and action codes

                What the smallest message with the code records. A code that is not in the tables is shown as sent, or the field is
                named as unread.

                """, ""));
    }

    private String table(CodeTable table) {
        StringBuilder text = new StringBuilder(
                "### %s: %s\n\n| code | meaning | recorded |\n|---|---|---|\n".formatted(table.field(), table.title()));
        new TreeMap<>(table.meanings())
                .forEach((code, meaning) ->
                        text.append("| %s | %s | %s |\n".formatted(code, meaning, recorded(table, code))));
        return text.toString();
    }

    private String recorded(CodeTable table, String code) {
        String name = table.field().substring(0, 3);
        int field = Integer.parseInt(table.field().substring(4));
        String[] segments = Hl7MessageTemplate.segments(Hl7MessageTemplate.of(table.template()));
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].startsWith(name)) {
                segments[i] = Hl7MessageTemplate.withField(segments[i], field, code);
            } else if (segments[i].startsWith("ORC") && table.field().equals("ORC-5")) {
                segments[i] = Hl7MessageTemplate.withField(segments[i], 1, "SC");
            }
        }
        if (Stream.of(segments).noneMatch(segment -> segment.startsWith(name))) {
            segments = Stream.concat(
                            Stream.of(segments),
                            Stream.of(name.equals("ZBE") ? "ZBE|M1^GAM|20260301101500||" + code + "|N|A02" : name))
                    .toArray(String[]::new);
        }
        return switch (messages.parse(String.join("\r", segments))) {
            case ParsedMessage parsed ->
                parsed.facts().stream()
                        .map(Fact::event)
                        .map(Hl7CodeTables::describe)
                        .collect(Collectors.joining(", "));
            case Rejection rejection -> "rejected, " + rejection.code();
            case UnsupportedMessage unsupported -> "kept aside, " + unsupported.code();
        };
    }

    private static String describe(Event event) {
        String name = event.getClass().getSimpleName();
        return switch (event) {
            case ResultIssued result -> name + " " + result.status() + values(result.observations());
            case ResultCorrected result -> name + values(result.observations());
            case ImagingReported report -> name + " " + report.status() + values(report.observations());
            case StepRecorded step -> name + " (" + step.kind() + ", " + step.status() + ")";
            default -> name;
        };
    }

    private static String values(List<Observation> observations) {
        return observations.stream()
                .flatMap(value -> value.status().stream())
                .map(status -> ", value " + status)
                .collect(Collectors.joining());
    }

    private static Map<String, String> codes(String... codesWithMeanings) {
        return Stream.of(codesWithMeanings)
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }
}

package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.ObservationStatus;

/**
 * What a report says as a whole: OBR-25 (HL7 table 0123), with the statuses of its values (OBX-11, table 0085). A value
 * that is withdrawn withdraws only itself.
 */
sealed interface Hl7ReportStatus {

    /** OBR-25 X: the order is cancelled, no result of it counts. */
    record Withdrawn() implements Hl7ReportStatus {}

    /** There is no result yet. */
    record Announced() implements Hl7ReportStatus {}

    record Reported(ImagingReportStatus status) implements Hl7ReportStatus {}

    /** Partial, stored and not verified, or pending; M is a correction that is not final, N has no result yet. */
    Set<String> PRELIMINARY_CODES = Set.of("P", "I", "R", "S", "A", "O", "N");

    /** OBR-25 that announces a result, without containing one; Y and Z know no order or patient. */
    Set<String> ANNOUNCEMENT_CODES = Set.of("", "I", "S", "O", "A", "R", "N", "Y", "Z");

    Set<String> CORRECTION_CODES = Set.of("C", "M");

    /** Codes that neither announce nor correct: final, cancelled. OBX-11 O describes the order. */
    Set<String> OTHER_CODES = Set.of("F", "X", "P");

    /** The statuses that the tables do not contain, with their fields: what they mean for the values is not known. */
    static List<String> unknownCodes(String obr, List<Hl7Segment> observations) {
        Stream<String> ofReport = Stream.of(obr)
                .filter(code -> !ANNOUNCEMENT_CODES.contains(code)
                        && !CORRECTION_CODES.contains(code)
                        && !OTHER_CODES.contains(code))
                .map(code -> "OBR-25 " + code);
        Stream<String> ofValues = observations.stream()
                .filter(obx -> !DocumentProperties.isProperty(obx)
                        && Hl7ObservationMapper.status(obx).isEmpty())
                .map(obx -> obx.text(11))
                .filter(code -> !code.isEmpty() && !code.equals("O"))
                .map(code -> "OBX-11 " + code);
        return Stream.concat(ofReport, ofValues).distinct().toList();
    }

    /** @param obr OBR-25 */
    static Hl7ReportStatus of(String obr, List<Hl7Segment> observations) {
        List<Hl7Segment> values = observations.stream()
                .filter(obx -> !DocumentProperties.isProperty(obx))
                .toList();
        if (obr.equals("X")) {
            return new Withdrawn();
        }
        if (values.isEmpty() && ANNOUNCEMENT_CODES.contains(obr)) {
            return new Announced();
        }
        List<ObservationStatus> statuses = values.stream()
                .flatMap(obx -> Hl7ObservationMapper.status(obx).stream())
                .toList();
        boolean corrects = CORRECTION_CODES.contains(obr)
                || statuses.stream().anyMatch(status -> status == ObservationStatus.CORRECTED || status.isWithdrawal());
        if (corrects) {
            return new Reported(ImagingReportStatus.CORRECTED);
        }
        boolean preliminary = obr.isEmpty()
                ? statuses.stream().anyMatch(Hl7ReportStatus::isPreliminary)
                : PRELIMINARY_CODES.contains(obr);
        return new Reported(preliminary ? ImagingReportStatus.PRELIMINARY : ImagingReportStatus.FINAL);
    }

    private static boolean isPreliminary(ObservationStatus status) {
        return switch (status) {
            case PENDING, UNVERIFIED, PRELIMINARY -> true;
            case FINAL, CONFIRMED, CORRECTED, WITHDRAWN, WRONG, NOT_OBTAINED -> false;
        };
    }
}

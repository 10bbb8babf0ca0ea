package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.DocumentRestrictionCodes;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.DocumentRestriction;

/**
 * The properties of a document that French messages send as observations (CI-SIS, "Transmission de documents CDA en
 * HL7 v2": OBX-3.3 is {@code MetaDMPMSS}, OBX-5 is Y or N), and TXA-18.
 *
 * @param destinations to whom the sender wants the document to be sent
 */
record DocumentProperties(List<DocumentRestriction> restrictions, Optional<String> destinations) {

    private static final String CODE_SYSTEM = "METADMPMSS";

    private static final Map<String, String> DESTINATIONS = Map.of(
            "DESTDMP", "DMP",
            "DESTMSSANTEPS", "MSSanté professionnel",
            "DESTMSSANTEPAT", "MSSanté patient");

    static boolean isProperty(Hl7Segment obx) {
        return Stream.of(3, 6)
                .anyMatch(component ->
                        obx.field(3).text(component).toUpperCase(Locale.ROOT).equals(CODE_SYSTEM));
    }

    /** A text that accompanies the document (CORPSMAIL_PS, CORPSMAIL_PATIENT), which is encapsulated data. */
    static boolean isCoveringText(Hl7Segment obx) {
        return isProperty(obx) && Hl7ObservationValue.isDocument(obx);
    }

    /** @param confidentiality TXA-18 */
    static DocumentProperties of(List<Hl7Segment> segments, Hl7Segment txa) {
        List<DocumentRestriction> restrictions = new ArrayList<>();
        List<String> destinations = new ArrayList<>();
        txa.repetitions(18).forEach(code -> restriction(code.text()).ifPresent(restrictions::add));
        segments.stream()
                .filter(segment -> segment.is("OBX"))
                .filter(obx -> isProperty(obx) && !isCoveringText(obx))
                .forEach(obx -> {
                    obx.field(3).markAllRead();
                    String code = obx.text(3).toUpperCase(Locale.ROOT);
                    obx.repetitions(5).forEach(value -> {
                        value.markAllRead();
                        if (isYes(value.text())) {
                            restriction(code).ifPresent(restrictions::add);
                            Optional.ofNullable(DESTINATIONS.get(code)).ifPresent(destinations::add);
                        }
                        // Some senders name the property in the value.
                        restriction(value.text()).ifPresent(restrictions::add);
                    });
                    obx.text(11);
                });
        return new DocumentProperties(
                restrictions.stream().distinct().toList(),
                Optional.of(String.join(", ", destinations)).filter(text -> !text.isEmpty()));
    }

    private static boolean isYes(String value) {
        return Stream.of("Y", "O", "YES", "OUI", "TRUE", "1").anyMatch(value::equalsIgnoreCase);
    }

    private static Optional<DocumentRestriction> restriction(String code) {
        return DocumentRestrictionCodes.restriction(code);
    }
}

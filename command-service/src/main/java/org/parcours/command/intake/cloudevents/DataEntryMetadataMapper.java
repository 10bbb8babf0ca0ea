package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.events.DataEntryMode;
import tools.jackson.databind.node.ObjectNode;

/** Maps how a fact was entered: {@code entryMode}, {@code author}, {@code outage}. */
final class DataEntryMetadataMapper {

    private DataEntryMetadataMapper() {}

    static DataEntryMetadata map(ObjectNode data) {
        return new DataEntryMetadata(mode(data), text(data, "author"), text(data, "outage"));
    }

    private static Optional<DataEntryMode> mode(ObjectNode data) {
        Optional<DataEntryMode> declared = text(data, "entryMode")
                .map(DataEntryMetadataMapper::parseMode)
                .filter(mode -> mode == DataEntryMode.BACK_ENTRY || mode == DataEntryMode.MIGRATION);
        if (declared.equals(Optional.of(DataEntryMode.BACK_ENTRY))) {
            for (String required : List.of("outage", "author")) {
                text(data, required)
                        .orElseThrow(
                                () -> CloudEventRejectionCode.BACK_ENTRY_INCOMPLETE.exceptionAt("data." + required));
            }
        }
        return declared;
    }

    private static DataEntryMode parseMode(String value) {
        try {
            return DataEntryMode.valueOf(value);
        } catch (IllegalArgumentException e) {
            throw CloudEventRejectionCode.UNKNOWN_ENTRY_MODE.exceptionAt("data.entryMode");
        }
    }

    private static Optional<String> text(ObjectNode data, String name) {
        return FactBinder.text(data, name, "data." + name);
    }
}

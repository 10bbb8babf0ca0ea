package org.parcours.command.api.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessageSummary;

/**
 * Searches messages for a text. It decodes and scans the messages itself, newest first and up to a limit per request,
 * so that it works with every store and charset. It has the beginning of one message in memory at a time.
 */
record QuarantineSearchService(Quarantine quarantine, QuarantineProperties properties) {

    /** @param next the next page contains messages before this id; empty if all messages have been searched */
    record SearchPage(List<QuarantinedMessageSummary> messages, Optional<UUID> next) {}

    SearchPage search(QuarantineFilter filter, Optional<String> text, int limit, Optional<UUID> before) {
        if (text.isEmpty()) {
            List<QuarantinedMessageSummary> found = quarantine.newestFirst(filter, limit, before);
            return new SearchPage(found, found.size() < limit ? Optional.empty() : lastId(found));
        }
        List<QuarantinedMessageSummary> found = new ArrayList<>();
        Optional<UUID> next = before;
        int maxBytes = Math.toIntExact(properties.maxText().toBytes());
        String searchText = text.get().toLowerCase(Locale.ROOT);
        for (int scanned = 0; scanned < properties.maxScanned(); ) {
            List<QuarantinedMessageSummary> page = quarantine.newestFirst(filter, Quarantine.MAX_PAGE, next);
            for (QuarantinedMessageSummary message : page) {
                if (containsText(message, searchText, maxBytes)) {
                    found.add(message);
                    if (found.size() == limit) {
                        return new SearchPage(found, Optional.of(message.id()));
                    }
                }
            }
            if (page.size() < Quarantine.MAX_PAGE) {
                return new SearchPage(found, Optional.empty());
            }
            scanned += page.size();
            next = lastId(page);
        }
        return new SearchPage(found, next);
    }

    private boolean containsText(QuarantinedMessageSummary message, String searchText, int maxBytes) {
        return Stream.of(message.sender(), message.code(), message.field(), message.reason())
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(searchText))
                || quarantine
                        .beginning(message.id(), maxBytes)
                        .map(beginning ->
                                EditableMessageText.decodeBeginning(message.contentType(), beginning, maxBytes))
                        .filter(text -> text.toLowerCase(Locale.ROOT).contains(searchText))
                        .isPresent();
    }

    private static Optional<UUID> lastId(List<QuarantinedMessageSummary> page) {
        return Optional.of(page.getLast().id());
    }
}

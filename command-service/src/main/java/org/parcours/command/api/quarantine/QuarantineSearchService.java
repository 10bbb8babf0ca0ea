package org.parcours.command.api.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;

/**
 * Finds messages by a text in them, whatever store they are in and whatever characters they are written in: by reading
 * them, newest first, and no more at once than it may.
 */
final class QuarantineSearchService {

    /** @param next the id to go on before; empty when all has been searched */
    record Page(List<QuarantinedMessage> messages, Optional<UUID> next) {}

    private final Quarantine quarantine;
    private final QuarantineProperties properties;

    QuarantineSearchService(Quarantine quarantine, QuarantineProperties properties) {
        this.quarantine = quarantine;
        this.properties = properties;
    }

    Page page(QuarantineFilter wanted, Optional<String> text, int limit, Optional<UUID> before) {
        if (text.isEmpty()) {
            List<QuarantinedMessage> found = quarantine.newest(wanted, limit, before);
            return new Page(found, found.size() < limit ? Optional.empty() : last(found));
        }
        List<QuarantinedMessage> found = new ArrayList<>();
        Optional<UUID> next = before;
        String sought = text.get().toLowerCase(Locale.ROOT);
        for (int read = 0; read < properties.maxScanned(); ) {
            List<QuarantinedMessage> page = quarantine.newest(wanted, Quarantine.MAX_PAGE, next);
            for (QuarantinedMessage message : page) {
                if (says(message, sought)) {
                    found.add(message);
                    if (found.size() == limit) {
                        return new Page(found, Optional.of(message.id()));
                    }
                }
            }
            if (page.size() < Quarantine.MAX_PAGE) {
                return new Page(found, Optional.empty());
            }
            read += page.size();
            next = last(page);
        }
        return new Page(found, next);
    }

    private boolean says(QuarantinedMessage message, String sought) {
        return Stream.of(message.sender(), message.code(), message.field(), message.reason())
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(sought))
                || EditableMessageText.of(message, Integer.MAX_VALUE)
                        .text()
                        .toLowerCase(Locale.ROOT)
                        .contains(sought);
    }

    private static Optional<UUID> last(List<QuarantinedMessage> page) {
        return Optional.of(page.getLast().id());
    }
}

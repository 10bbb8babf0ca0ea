package org.parcours.command.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.Wanted;

/**
 * Finds messages by a text in them, whatever store they are in and whatever characters they are written in: by reading
 * them, newest first, and no more at once than it may.
 */
final class QuarantineSearch {

    /** @param next the id to go on before; empty when all has been searched */
    record Page(List<QuarantinedMessage> messages, Optional<UUID> next) {}

    private final Quarantine quarantine;
    private final QuarantineSettings settings;

    QuarantineSearch(Quarantine quarantine, QuarantineSettings settings) {
        this.quarantine = quarantine;
        this.settings = settings;
    }

    Page page(Wanted wanted, Optional<String> text, int limit, Optional<UUID> before) {
        if (text.isEmpty()) {
            List<QuarantinedMessage> found = quarantine.list(wanted, limit, before);
            return new Page(found, found.size() < limit ? Optional.empty() : last(found));
        }
        List<QuarantinedMessage> found = new ArrayList<>();
        Optional<UUID> next = before;
        String sought = text.get().toLowerCase(Locale.ROOT);
        for (int read = 0; read < settings.scan(); ) {
            List<QuarantinedMessage> page = quarantine.list(wanted, Quarantine.MAX_PAGE, next);
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
                || MessageText.of(message, Integer.MAX_VALUE)
                        .text()
                        .toLowerCase(Locale.ROOT)
                        .contains(sought);
    }

    private static Optional<UUID> last(List<QuarantinedMessage> page) {
        return Optional.of(page.getLast().id());
    }
}

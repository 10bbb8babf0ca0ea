package org.parcours.query.timeline;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parcours.query.web.InvalidParameterException;

/**
 * The place of an entry in a timeline, from which the next page begins.
 *
 * @param sort its {@link org.parcours.query.views.EntryOrder}
 */
public record EntryCursor(String sort, String entry) {

    private static final Pattern FORMAT = Pattern.compile("([0-9]{35})\\.([0-9A-Za-z:._-]{1,200})");

    /** The cursor in a request, as {@link #toString} wrote it. */
    static Optional<EntryCursor> ofParameter(String parameter, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        var matcher = FORMAT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new InvalidParameterException(parameter, "Expected the \"next\" of an earlier page");
        }
        return Optional.of(new EntryCursor(matcher.group(1), matcher.group(2)));
    }

    @Override
    public String toString() {
        return sort + "." + entry;
    }
}

package org.parcours.command.eventlog.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Criterion;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;

/**
 * Reads the events of a decision whose streams are short, as almost all are, by one query that any database prepares
 * fast: all events with the tags, of which those with other names are skipped. The result is that of {@link
 * CriteriaSqlQuery}.
 */
final class ShortStreamQuery {

    /** More events with the tags are no short stream. */
    private static final int MAX_ROWS = 64;

    private static final int MAX_TAGS = 16;

    private static final String SQL = """
            SELECT t.position, c.sequence, c.first_position, c.recorded_at, c.events, t.tag, t.name
            FROM log_event_tag t JOIN log_commit c ON c.sequence = t.sequence
            WHERE t.tag IN %s LIMIT %d""";

    private final Map<String, List<Criterion>> criteriaByTag;

    private ShortStreamQuery(Map<String, List<Criterion>> criteriaByTag) {
        this.criteriaByTag = criteriaByTag;
    }

    /** Empty where a criterion has several tags, or there are too many. */
    static Optional<ShortStreamQuery> of(Criteria criteria) {
        Map<String, List<Criterion>> byTag = new HashMap<>();
        for (Criterion criterion : criteria.anyOf()) {
            if (criterion.tags().size() != 1) {
                return Optional.empty();
            }
            String tag = criterion.tags().iterator().next().value();
            byTag.computeIfAbsent(tag, _ -> new ArrayList<>()).add(criterion);
        }
        return byTag.size() > MAX_TAGS ? Optional.empty() : Optional.of(new ShortStreamQuery(byTag));
    }

    /** The matching events in order of position; empty where the streams are long. */
    Optional<List<LoggedEvent>> read(Connection connection) throws SQLException {
        List<String> tags = List.copyOf(criteriaByTag.keySet());
        String sql = SQL.formatted(CriteriaSqlQuery.placeholders(tags.size()), MAX_ROWS + 1);
        TreeMap<Long, LoggedEvent> events = new TreeMap<>();
        EventRowMapper mapper = new EventRowMapper();
        try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < tags.size(); i++) {
                select.setString(i + 1, tags.get(i));
            }
            int rows = 0;
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    if (++rows > MAX_ROWS) {
                        return Optional.empty();
                    }
                    long position = row.getLong(1);
                    if (!events.containsKey(position) && matches(row.getString(6), row.getString(7))) {
                        events.put(position, mapper.toEvent(row));
                    }
                }
            }
        }
        return Optional.of(List.copyOf(events.values()));
    }

    private boolean matches(String tag, String name) {
        Set<Tag> tags = Set.of(new Tag(tag));
        UnversionedEventName eventName = new UnversionedEventName(name);
        return criteriaByTag.get(tag).stream().anyMatch(criterion -> criterion.matches(eventName, tags));
    }
}

package org.parcours.command.eventlog.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;

/**
 * Translates criteria to SQL that selects (position, sequence) from the tag index alone. The result equals {@link
 * Criteria#matches}, as {@code CriteriaTest} shows.
 */
final class CriteriaSqlQuery {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private CriteriaSqlQuery() {}

    /** @param criteria at least one, each with a tag */
    static CriteriaSqlQuery of(Criteria criteria, long afterPosition) {
        var query = new CriteriaSqlQuery();
        // SQLite allows 500 SELECTs in one union: criteria with one tag each and the same names become one SELECT.
        var tagsByNames = new LinkedHashMap<Set<UnversionedEventName>, Set<Tag>>();
        for (var criterion : criteria.anyOf()) {
            if (criterion.tags().size() == 1) {
                tagsByNames
                        .computeIfAbsent(criterion.names(), names -> new TreeSet<>())
                        .addAll(criterion.tags());
            } else {
                query.addAllTags(criterion.tags(), criterion.names(), afterPosition);
            }
        }
        tagsByNames.forEach((names, tags) -> query.addAnyTag(tags, names, afterPosition));
        return query;
    }

    String sql() {
        return sql.toString();
    }

    List<Object> parameters() {
        return parameters;
    }

    /** Events with all of the tags. */
    private void addAllTags(Set<Tag> tags, Set<UnversionedEventName> names, long afterPosition) {
        appendSelect();
        var join =
                " JOIN log_event_tag t%1$d ON t%1$d.tag = ? AND t%1$d.name = t0.name AND t%1$d.position = t0.position";
        var values = tags.stream().sorted().map(Tag::value).toList();
        for (int i = 1; i < values.size(); i++) {
            sql.append(join.formatted(i));
            parameters.add(values.get(i));
        }
        sql.append(" WHERE t0.tag = ?");
        parameters.add(values.getFirst());
        appendWhere(names, afterPosition);
    }

    /** Events with any of the tags. */
    private void addAnyTag(Set<Tag> tags, Set<UnversionedEventName> names, long afterPosition) {
        appendSelect();
        sql.append(" WHERE t0.tag IN ").append(placeholders(tags.size()));
        tags.forEach(tag -> parameters.add(tag.value()));
        appendWhere(names, afterPosition);
    }

    private void appendSelect() {
        // An event may have several of the tags, but is selected once, as in a union.
        sql.append(sql.isEmpty() ? "" : " UNION ")
                .append("SELECT DISTINCT t0.position, t0.sequence FROM log_event_tag t0");
    }

    private void appendWhere(Set<UnversionedEventName> names, long afterPosition) {
        if (!names.isEmpty()) {
            sql.append(" AND t0.name IN ").append(placeholders(names.size()));
            names.stream().sorted().map(UnversionedEventName::value).forEach(parameters::add);
        }
        sql.append(" AND t0.position > ?");
        parameters.add(afterPosition);
    }

    static String placeholders(int size) {
        return "(" + String.join(", ", Collections.nCopies(size, "?")) + ")";
    }
}

package org.parcours.query.views;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Of what is stored: each process writes the same text, so that views can be compared. {@link Set#copyOf} has another order in each. */
final class SortedCopy {

    private SortedCopy() {}

    static <T> Set<T> of(Collection<T> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(
                values.stream().sorted(Comparator.comparing(Object::toString)).toList()));
    }

    static <T> Map<String, T> of(Map<String, T> values) {
        return Collections.unmodifiableMap(new TreeMap<>(values));
    }
}

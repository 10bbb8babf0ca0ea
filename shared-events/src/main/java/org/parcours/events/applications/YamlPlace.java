package org.parcours.events.applications;

import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A place in a YAML file: what stands there, and where that is, for whoever has to be told that it is wrong. A value is
 * the text that was written: a version 1.10 stays 1.10, and {@code NO} is no boolean.
 */
public final class YamlPlace {

    private final String file;
    private final Node node;
    private final String path;

    private YamlPlace(String file, Node node, String path) {
        this.file = file;
        this.node = node;
        this.path = path;
    }

    /** @throws BadApplicationFile where it is no YAML, or empty */
    public static YamlPlace read(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new BadApplicationFile(file, 1, "", "the file is empty");
            }
            return new YamlPlace(file, root, "");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new BadApplicationFile(file, line, "", "no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new BadApplicationFile(file, 1, "", "no YAML: " + e.getMessage());
        }
    }

    /** To be thrown by whoever understands what stands here, and finds it wrong. */
    public BadApplicationFile wrong(String reason) {
        return new BadApplicationFile(file, node.getStartMark().getLine() + 1, path, reason);
    }

    public boolean isText() {
        return node instanceof ScalarNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public String text() {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw wrong("a text is expected");
    }

    /** The elements of a list; what is no list is a list of itself. */
    public List<YamlPlace> each() {
        return node instanceof SequenceNode list
                ? IntStream.range(0, list.getValue().size())
                        .mapToObj(i -> new YamlPlace(file, list.getValue().get(i), path + "[" + i + "]"))
                        .toList()
                : List.of(this);
    }

    /** The fields in the order in which they are told. */
    public Map<String, YamlPlace> fields() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("fields are expected (name: value)");
        }
        Map<String, YamlPlace> fields = new LinkedHashMap<>();
        mapping.getValue().forEach(entry -> {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                throw wrong("a field's name is a text");
            }
            String below = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
            if (fields.put(name.getValue(), new YamlPlace(file, entry.getValueNode(), below)) != null) {
                throw new YamlPlace(file, name, below).wrong("told twice");
            }
        });
        return fields;
    }

    public Optional<YamlPlace> find(String field) {
        return Optional.ofNullable(fields().get(field));
    }

    public YamlPlace get(String field) {
        return find(field).orElseThrow(() -> wrong("the field '%s' is missing".formatted(field)));
    }

    /** The elements of an optional list. */
    public List<YamlPlace> list(String field) {
        return find(field).map(YamlPlace::each).orElse(List.of());
    }

    /** @throws BadApplicationFile where there is any other field, which is most often a slip of the pen */
    public YamlPlace only(String... names) {
        Set<String> known = new TreeSet<>(Arrays.asList(names));
        fields().forEach((name, place) -> {
            if (!known.contains(name)) {
                throw place.wrong("unknown field; known are " + String.join(", ", known));
            }
        });
        return this;
    }
}

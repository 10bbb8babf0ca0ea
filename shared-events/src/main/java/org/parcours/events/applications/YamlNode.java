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
 * A node of a YAML file with its path and line, for error messages. A value is the text as written: a version 1.10 stays
 * 1.10, and {@code NO} is not a boolean.
 */
public final class YamlNode {

    private final String file;
    private final Node node;
    private final String path;

    private YamlNode(String file, Node node, String path) {
        this.file = file;
        this.node = node;
        this.path = path;
    }

    /** @throws InvalidApplicationFileException where the text is not YAML, or empty */
    public static YamlNode read(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new InvalidApplicationFileException(file, 1, "", "the file is empty");
            }
            return new YamlNode(file, root, "");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidApplicationFileException(file, line, "", "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidApplicationFileException(file, 1, "", "not YAML: " + e.getMessage());
        }
    }

    /** An exception that says what is wrong with this node, for the caller to throw. */
    public InvalidApplicationFileException invalid(String reason) {
        return new InvalidApplicationFileException(file, node.getStartMark().getLine() + 1, path, reason);
    }

    public boolean isText() {
        return node instanceof ScalarNode;
    }

    public String text() {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw invalid("text is expected");
    }

    /** The elements of a list; a single value is a list of one. */
    public List<YamlNode> elements() {
        return node instanceof SequenceNode list
                ? IntStream.range(0, list.getValue().size())
                        .mapToObj(i -> new YamlNode(file, list.getValue().get(i), path + "[" + i + "]"))
                        .toList()
                : List.of(this);
    }

    /** The fields in the order of the file. */
    public Map<String, YamlNode> fields() {
        if (!(node instanceof MappingNode mapping)) {
            throw invalid("fields are expected (name: value)");
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        mapping.getValue().forEach(entry -> {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                throw invalid("a field name must be text");
            }
            String childPath = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
            if (fields.put(name.getValue(), new YamlNode(file, entry.getValueNode(), childPath)) != null) {
                throw new YamlNode(file, name, childPath).invalid("duplicate field");
            }
        });
        return fields;
    }

    public Optional<YamlNode> find(String field) {
        return Optional.ofNullable(fields().get(field));
    }

    public YamlNode get(String field) {
        return find(field).orElseThrow(() -> invalid("the field '%s' is missing".formatted(field)));
    }

    /** The elements of an optional list. */
    public List<YamlNode> list(String field) {
        return find(field).map(YamlNode::elements).orElse(List.of());
    }

    /** @throws InvalidApplicationFileException where there is any other field, which is most often a typing error */
    public YamlNode allowOnly(String... names) {
        Set<String> known = new TreeSet<>(Arrays.asList(names));
        fields().forEach((name, field) -> {
            if (!known.contains(name)) {
                throw field.invalid("unknown field; known are " + String.join(", ", known));
            }
        });
        return this;
    }
}

package org.parcours.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.standalone.demo.DemoSettings;

/**
 * What was typed: standalone's own options, and whatever else is meant for the services.
 *
 * @param address that everything listens on; Kafka and the views' store stay on the loopback interface
 * @param kafkaPort 0: any that is free
 */
record CommandLineOptions(
        boolean demo,
        int patients,
        long seed,
        Path data,
        String address,
        int httpPort,
        int commandPort,
        int mllpPort,
        int kafkaPort,
        Map<String, String> serviceProperties) {

    static final String USAGE = """
            Parcours on one machine. Options, each with what it is without:
              --demo=on            off: no demo hospital
              --patients=40        patients in the demo's history
              --seed=1             another seed, another hospital
              --data=./data        where the log, Kafka and the documents are kept; remove it to start afresh
              --http-port=8080     screens and questions (query-service)
              --command-port=8081  facts over HTTP (command-service)
              --mllp-port=2575     facts in HL7 v2
              --kafka-port=0       0: a free one
              --address=127.0.0.1  0.0.0.0: reachable from other machines
            Every other --name=value is a Spring property and goes to both services.
            """;

    private static final String ON = "on";

    CommandLineOptions {
        serviceProperties = Map.copyOf(serviceProperties);
    }

    static boolean isHelpRequested(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.equals("--help") || argument.equals("-h"));
    }

    /** @throws InvalidOptionException saying which option is wrong, and how it is written */
    static CommandLineOptions parse(List<String> arguments) throws InvalidOptionException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 3) {
                throw new InvalidOptionException(
                        "Not an option: " + argument + " (write --name=value; --help lists them)");
            }
            values.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return new CommandLineOptions(
                parseSwitch(values, "demo"),
                (int) parseNumber(values, "patients", DemoSettings.PATIENTS, 0, 5000),
                parseNumber(values, "seed", DemoSettings.SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                Path.of(remove(values, "data").orElse("data")).toAbsolutePath().normalize(),
                remove(values, "address").orElse("127.0.0.1"),
                (int) parseNumber(values, "http-port", 8080, 1, 65535),
                (int) parseNumber(values, "command-port", 8081, 1, 65535),
                (int) parseNumber(values, "mllp-port", 2575, 1, 65535),
                (int) parseNumber(values, "kafka-port", 0, 0, 65535),
                values);
    }

    /** A property of the services: from the command line, or from the environment, as Spring would find it. */
    Optional<String> property(String name) {
        return Optional.ofNullable(serviceProperties.get(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> Optional.ofNullable(
                        System.getenv(name.replace('.', '_').replace("-", "").toUpperCase(java.util.Locale.ROOT))));
    }

    /** The same, with one more property for the services. */
    CommandLineOptions withProperty(String name, String value) {
        Map<String, String> properties = new LinkedHashMap<>(serviceProperties);
        properties.put(name, value);
        return new CommandLineOptions(
                demo, patients, seed, data, address, httpPort, commandPort, mllpPort, kafkaPort, properties);
    }

    List<String> serviceArguments() {
        List<String> arguments = new ArrayList<>();
        serviceProperties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }

    private static Optional<String> remove(Map<String, String> values, String name) {
        return Optional.ofNullable(values.remove(name)).filter(value -> !value.isBlank());
    }

    private static boolean parseSwitch(Map<String, String> values, String name) throws InvalidOptionException {
        String value = remove(values, name).orElse(ON);
        return switch (value) {
            case ON, "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new InvalidOptionException("--" + name + " is on or off, not " + value);
        };
    }

    private static long parseNumber(
            Map<String, String> values, String name, long defaultValue, long minimum, long maximum)
            throws InvalidOptionException {
        Optional<String> value = remove(values, name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the bounds.
        }
        throw new InvalidOptionException(
                "--" + name + " is a number from " + minimum + " to " + maximum + ", not " + value.get());
    }

    /** What was typed makes no sense; the message is for the person who typed it. */
    static final class InvalidOptionException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidOptionException(String message) {
            super(message);
        }
    }
}

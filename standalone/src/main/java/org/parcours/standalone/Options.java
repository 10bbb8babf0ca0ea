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
record Options(
        boolean demo,
        int patients,
        long seed,
        Path data,
        String address,
        int httpPort,
        int commandPort,
        int mllpPort,
        int kafkaPort,
        Map<String, String> forTheServices) {

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

    Options {
        forTheServices = Map.copyOf(forTheServices);
    }

    static boolean askForHelp(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.equals("--help") || argument.equals("-h"));
    }

    /** @throws WrongUsage saying which option is wrong, and how it is written */
    static Options of(List<String> arguments) throws WrongUsage {
        Map<String, String> told = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 3) {
                throw new WrongUsage("Not an option: " + argument + " (write --name=value; --help lists them)");
            }
            told.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return new Options(
                switchedOn(told, "demo"),
                (int) number(told, "patients", DemoSettings.PATIENTS, 0, 5000),
                number(told, "seed", DemoSettings.SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                Path.of(taken(told, "data").orElse("data")).toAbsolutePath().normalize(),
                taken(told, "address").orElse("127.0.0.1"),
                (int) number(told, "http-port", 8080, 1, 65535),
                (int) number(told, "command-port", 8081, 1, 65535),
                (int) number(told, "mllp-port", 2575, 1, 65535),
                (int) number(told, "kafka-port", 0, 0, 65535),
                told);
    }

    /** A property of the services: from the command line, or from the environment, as Spring would find it. */
    Optional<String> property(String name) {
        return Optional.ofNullable(forTheServices.get(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> Optional.ofNullable(
                        System.getenv(name.replace('.', '_').replace("-", "").toUpperCase(java.util.Locale.ROOT))));
    }

    /** The same, with one more property for the services. */
    Options with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(forTheServices);
        more.put(name, value);
        return new Options(demo, patients, seed, data, address, httpPort, commandPort, mllpPort, kafkaPort, more);
    }

    List<String> argumentsForTheServices() {
        List<String> arguments = new ArrayList<>();
        forTheServices.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }

    private static Optional<String> taken(Map<String, String> told, String name) {
        return Optional.ofNullable(told.remove(name)).filter(value -> !value.isBlank());
    }

    private static boolean switchedOn(Map<String, String> told, String name) throws WrongUsage {
        String value = taken(told, name).orElse(ON);
        return switch (value) {
            case ON, "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new WrongUsage("--" + name + " is on or off, not " + value);
        };
    }

    private static long number(Map<String, String> told, String name, long otherwise, long least, long most)
            throws WrongUsage {
        Optional<String> value = taken(told, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the bounds.
        }
        throw new WrongUsage("--" + name + " is a number from " + least + " to " + most + ", not " + value.get());
    }

    /** What was typed makes no sense; the message is for the person who typed it. */
    static final class WrongUsage extends Exception {
        private static final long serialVersionUID = 1;

        WrongUsage(String message) {
            super(message);
        }
    }
}

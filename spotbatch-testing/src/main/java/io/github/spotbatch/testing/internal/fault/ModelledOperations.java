package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.OperationGlob;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.ServiceOperations;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations that the fake models, of the services whose jars are there. */
public final class ModelledOperations {

  private static final int SHOWN = 3;

  private final List<String> names;

  /**
   * Looks at the services.
   *
   * @param classes a service's class; asked only for those that are there
   */
  public ModelledOperations(Function<AwsService, Class<?>> classes) {
    this.names =
        Stream.of(AwsService.values())
            .filter(AwsService::isPresent)
            .flatMap(
                service ->
                    ServiceOperations.names(classes.apply(service)).stream()
                        .map(name -> service.signingName() + ":" + name))
            .toList();
  }

  /** Full names, such as {@code batch:SubmitJob}. */
  List<String> names() {
    return names;
  }

  /**
   * The operations that a text means.
   *
   * @param what such as {@code operation}, for the message
   * @param which those that will do
   * @throws IllegalArgumentException if there are none, with those whose names are nearest
   */
  public OperationGlob require(String text, String what, Predicate<String> which) {
    OperationGlob glob = new OperationGlob(text);
    List<String> possible =
        names.stream().filter(name -> which.test(name.substring(name.indexOf(':') + 1))).toList();
    if (possible.stream().anyMatch(glob::matches)) {
      return glob;
    }
    String nearest =
        possible.stream()
            .sorted(Comparator.comparingInt(name -> distance(text, name)))
            .limit(SHOWN)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "spotbatch-testing models no %s '%s'; the nearest are %s".formatted(what, text, nearest));
  }

  private static int distance(String text, String name) {
    String wanted = text.toLowerCase(Locale.ROOT).replace("*", "");
    String full = name.toLowerCase(Locale.ROOT);
    String known = text.contains(":") ? full : full.replaceFirst(".*:", "");
    boolean isStart = text.endsWith("*") && known.length() > wanted.length();
    return EditDistance.of(wanted, isStart ? known.substring(0, wanted.length()) : known);
  }
}

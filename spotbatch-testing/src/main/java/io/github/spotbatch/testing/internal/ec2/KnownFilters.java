package io.github.spotbatch.testing.internal.ec2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The filters that EC2 has, so that a name it lacks is told from one that the fake lacks. */
final class KnownFilters {

  private static final String DATA = "/io/github/spotbatch/testing/ec2-filters.txt";

  private static final Map<String, Set<String>> BY_OPERATION = read();

  private KnownFilters() {}

  static boolean has(String operation, @Nullable String filter) {
    return filter != null && BY_OPERATION.getOrDefault(operation, Set.of()).contains(filter);
  }

  private static Map<String, Set<String>> read() {
    try (InputStream data =
            Objects.requireNonNull(KnownFilters.class.getResourceAsStream(DATA), DATA);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(data, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .collect(Collectors.toUnmodifiableMap(words -> words[0], Set::of));
    } catch (IOException e) {
      throw new UncheckedIOException(DATA, e);
    }
  }
}

package io.github.spotbatch.testing.internal.ec2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The instance types of one Region, read once from the data that seeds the simulated market. */
public final class InstanceTypes {

  private static final String DATA = "/io/github/spotbatch/testing/spot-market.csv";

  // The data covers six Regions. Others offer the same types at this one's prices.
  private static final String MODEL_REGION = "us-east-1";

  private static final Map<String, SortedMap<String, InstanceType>> BY_REGION = read();

  private final SortedMap<String, InstanceType> types;

  private InstanceTypes(SortedMap<String, InstanceType> types) {
    this.types = types;
  }

  /** What a Region offers. */
  public static InstanceTypes in(String region) {
    SortedMap<String, InstanceType> known = BY_REGION.get(region);
    SortedMap<String, InstanceType> types =
        known != null ? known : Objects.requireNonNull(BY_REGION.get(MODEL_REGION));
    return new InstanceTypes(types);
  }

  /** The Regions that have data of their own, ordered by name. */
  static Set<String> regions() {
    return BY_REGION.keySet();
  }

  /** All types, ordered by name. */
  public Collection<InstanceType> all() {
    return types.values();
  }

  /** One type by its full name. */
  public Optional<InstanceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  private static Map<String, SortedMap<String, InstanceType>> read() {
    try (InputStream data =
            Objects.requireNonNull(InstanceTypes.class.getResourceAsStream(DATA), DATA);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(data, StandardCharsets.UTF_8))) {
      Map<String, SortedMap<String, InstanceType>> byRegion = new TreeMap<>();
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(
              row ->
                  byRegion
                      .computeIfAbsent(row[0], region -> new TreeMap<>())
                      .put(row[1], parse(row)));
      byRegion.replaceAll((region, types) -> Collections.unmodifiableSortedMap(types));
      return Collections.unmodifiableMap(byRegion);
    } catch (IOException e) {
      throw new UncheckedIOException(DATA, e);
    }
  }

  private static InstanceType parse(String[] row) {
    return new InstanceType(
        row[1],
        Integer.parseInt(row[2]),
        Integer.parseInt(row[3]),
        row[4],
        new BigDecimal(row[5]),
        new BigDecimal(row[6]),
        Integer.parseInt(row[8]));
  }
}

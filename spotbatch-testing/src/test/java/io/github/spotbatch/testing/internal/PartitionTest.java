package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class PartitionTest {

  @ParameterizedTest
  @MethodSource("regions")
  void region_isInThePartitionThatTheSdkSays(Region region) {
    PartitionMetadata metadata = PartitionMetadata.of(region);

    assertThat(Partition.of(region.id()))
        .isEqualTo(new Partition(metadata.id(), metadata.dnsSuffix()));
  }

  /** Without names for what is no Region, such as aws-cn-global. */
  static Stream<Region> regions() {
    return Region.regions().stream().filter(region -> !region.isGlobalRegion());
  }
}

package io.github.spotbatch.testing.internal.metadata;

import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tree of what an instance tells: items by their paths, and what its folders list. */
final class MetadataItems {

  private static final String DATA = "/latest/meta-data/";

  private final NavigableMap<String, String> items = new TreeMap<>();

  /** As of now; no credentials are among them. */
  MetadataItems(Instance instance, String account, String region, SpotNotices notices) {
    items.put(DATA + "ami-id", instance.imageId());
    items.put(DATA + "instance-id", instance.id());
    items.put(DATA + "instance-life-cycle", instance.spot() ? "spot" : "on-demand");
    items.put(DATA + "instance-type", instance.type().name());
    items.put(DATA + "local-ipv4", instance.privateIp());
    items.put(DATA + "placement/availability-zone", instance.zone());
    items.put(DATA + "placement/availability-zone-id", instance.subnet().zone().id());
    items.put(DATA + "placement/region", region);
    items.put("/latest/dynamic/instance-identity/document", document(instance, account, region));
    notices
        .rebalance()
        .ifPresent(
            at ->
                items.put(
                    DATA + "events/recommendations/rebalance",
                    "{\"noticeTime\": \"" + text(at) + "\"}"));
    notices
        .interruption()
        .ifPresent(
            at -> {
              items.put(
                  DATA + "spot/instance-action",
                  "{\"action\": \"terminate\", \"time\": \"" + text(at) + "\"}");
              items.put(DATA + "spot/termination-time", text(at));
            });
  }

  /**
   * What is at a path: an item, or the names in a folder, by which those of folders end in a slash.
   * AWS's page shows folders with a slash at their end; without one they are listed here all the
   * same.
   */
  Optional<String> at(String path) {
    String item = items.get(path);
    if (item != null) {
      return Optional.of(item);
    }
    String folder = path.endsWith("/") ? path : path + "/";
    String names =
        items.tailMap(folder).keySet().stream()
            .takeWhile(it -> it.startsWith(folder))
            .map(it -> it.substring(folder.length()))
            .map(it -> it.contains("/") ? it.substring(0, it.indexOf('/') + 1) : it)
            .distinct()
            .collect(Collectors.joining("\n"));
    return Optional.of(names).filter(it -> !it.isEmpty());
  }

  /** Where SDKs look up their Region. */
  private static String document(Instance instance, String account, String region) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("accountId", account);
    document.put("architecture", instance.type().architecture());
    document.put("availabilityZone", instance.zone());
    document.put("imageId", instance.imageId());
    document.put("instanceId", instance.id());
    document.put("instanceType", instance.type().name());
    document.put("pendingTime", text(instance.launchedAt()));
    document.put("privateIp", instance.privateIp());
    document.put("region", region);
    document.put("version", "2017-09-30");
    return new String(Json.write(document), StandardCharsets.UTF_8);
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

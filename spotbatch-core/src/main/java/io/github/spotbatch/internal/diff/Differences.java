package io.github.spotbatch.internal.diff;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.diff.RequestTree.Struct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Compares the request that would make something as it is with the one that is wanted, member by
 * member. Lists are sets unless their order means something. What the wanted one does not set is
 * AWS's business, but for what a spec can take back.
 */
public final class Differences {

  /** The lists whose order means something. */
  private static final Set<String> ORDERED =
      Set.of(
          "computeResources.instanceTypes",
          "containerProperties.command",
          "retryStrategy.evaluateOnExit");

  /** What tells the elements of a list apart. */
  private static final List<String> KEYS =
      List.of("name", "key", "type", "order", "reason", "containerPath", "resourceType");

  /**
   * What a spec can leave out, each with what AWS then answers, if anything. Where a request does
   * not set one of these, there must be none; all else that it does not set is not compared.
   */
  private static final Map<String, String> OPTIONAL =
      optional(
          "permissionsBoundary",
          "serviceRole",
          "computeResources.bidPercentage=100",
          "computeResources.ec2KeyPair",
          "computeResources.placementGroup",
          "computeResources.spotIamFleetRole",
          "computeResources.ec2Configuration.imageIdOverride",
          "schedulingPolicyArn",
          "jobStateTimeLimitActions",
          "parameters",
          "propagateTags",
          "schedulingPriority=0",
          "retryStrategy.evaluateOnExit",
          "timeout.attemptDurationSeconds",
          "containerProperties.command",
          "containerProperties.environment",
          "containerProperties.executionRoleArn",
          "containerProperties.jobRoleArn",
          "containerProperties.linuxParameters.initProcessEnabled",
          "containerProperties.linuxParameters.maxSwap",
          "containerProperties.linuxParameters.sharedMemorySize",
          "containerProperties.linuxParameters.swappiness",
          "containerProperties.logConfiguration.options",
          "containerProperties.logConfiguration.secretOptions",
          "containerProperties.mountPoints",
          "containerProperties.privileged",
          "containerProperties.readonlyRootFilesystem",
          "containerProperties.secrets",
          "containerProperties.ulimits",
          "containerProperties.user",
          "containerProperties.volumes",
          "containerProperties.volumes.host.sourcePath",
          "containerProperties.volumes.efsVolumeConfiguration.authorizationConfig.accessPointId",
          "containerProperties.volumes.efsVolumeConfiguration.authorizationConfig.iam=DISABLED",
          "containerProperties.volumes.efsVolumeConfiguration.rootDirectory=/",
          "tags." + Names.PROTECTED_TAG);

  /** Tags of the thing itself; those that others have put on it are theirs. */
  private static final Pattern TAGS = Pattern.compile("(tagSpecifications\\[.*]\\.)?tags");

  /** What AWS may answer as an ARN where a name was given, or the other way round. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(.*\\.)?(computeEnvironment|serviceRole|instanceRole|spotIamFleetRole|jobRoleArn"
              + "|executionRoleArn)");

  private final List<FieldChange> found = new ArrayList<>();

  private Differences() {}

  /** Each difference in the order of the paths; the values of environment variables are hidden. */
  public static List<FieldChange> between(SdkPojo there, SdkPojo wanted) {
    Differences differences = new Differences();
    differences.structs("", RequestTree.of(there), RequestTree.of(wanted));
    return differences.found;
  }

  /**
   * Compares two values, of which one may be absent.
   *
   * @param complete whether what is not wanted must not be there
   */
  private void compare(
      String path, @Nullable Object there, @Nullable Object wanted, boolean complete) {
    boolean both = there != null && wanted != null;
    if ((there instanceof Struct || wanted instanceof Struct) && (both || !complete)) {
      structs(path, there, wanted);
    } else if (there instanceof Map<?, ?> thereMap && wanted instanceof Map<?, ?> wantedMap) {
      members(path, thereMap, wantedMap, !isTags(path));
    } else if (there instanceof List<?> thereList && wanted instanceof List<?> wantedList) {
      lists(path, thereList, wantedList);
    } else if (differ(path, there, wanted, complete)) {
      add(path, there, wanted);
    }
  }

  private void structs(String path, @Nullable Object there, @Nullable Object wanted) {
    members(path, struct(there), struct(wanted), false);
  }

  private void members(String path, Map<?, ?> there, Map<?, ?> wanted, boolean complete) {
    Set<String> names = new TreeSet<>();
    Stream.concat(there.keySet().stream(), wanted.keySet().stream())
        .forEach(name -> names.add(name.toString()));
    for (String name : names) {
      String member = path.isEmpty() ? name : path + "." + name;
      compare(member, there.get(name), wanted.get(name), complete);
    }
  }

  private void lists(String path, List<?> there, List<?> wanted) {
    Map<String, Object> thereByKey = byKey(path, there, wanted);
    Map<String, Object> wantedByKey = byKey(path, wanted, there);
    if (!thereByKey.isEmpty() && !wantedByKey.isEmpty()) {
      Set<String> keys = new TreeSet<>(thereByKey.keySet());
      keys.addAll(wantedByKey.keySet());
      if (isTags(path)) {
        keys.retainAll(wantedByKey.keySet());
      }
      for (String key : keys) {
        String element = path + "[" + key + "]";
        compare(element, thereByKey.get(key), wantedByKey.get(key), true);
      }
    } else if (ORDERED.contains(plain(path))
        ? !there.equals(wanted)
        : !sameElements(there, wanted)) {
      add(path, there, wanted);
    }
  }

  /** The elements by what tells them apart, or by their place; empty if neither is of use. */
  private static Map<String, Object> byKey(String path, List<?> list, List<?> other) {
    Map<String, Object> elements = new LinkedHashMap<>();
    if (!Stream.concat(list.stream(), other.stream()).allMatch(Struct.class::isInstance)) {
      return elements;
    }
    for (String key : KEYS) {
      if (isKey(key, list) && isKey(key, other)) {
        list.forEach(element -> elements.put(String.valueOf(struct(element).get(key)), element));
        return elements;
      }
    }
    boolean byPlace = ORDERED.contains(plain(path)) || (list.size() == 1 && other.size() == 1);
    for (int i = 0; byPlace && i < list.size(); i++) {
      elements.put(Integer.toString(i), list.get(i));
    }
    return elements;
  }

  private static boolean isKey(String key, List<?> list) {
    Set<Object> values = new HashSet<>();
    return list.stream()
        .allMatch(e -> struct(e).containsKey(key) && values.add(struct(e).get(key)));
  }

  private static SortedMap<String, Object> struct(@Nullable Object value) {
    return value instanceof Struct struct ? struct.members() : new TreeMap<>();
  }

  private static boolean sameElements(List<?> there, List<?> wanted) {
    List<Object> rest = new ArrayList<>(there);
    return there.size() == wanted.size() && wanted.stream().allMatch(rest::remove);
  }

  private static boolean differ(
      String path, @Nullable Object there, @Nullable Object wanted, boolean complete) {
    return (there == null || wanted == null)
        ? counts(path, there, wanted, complete)
        : !same(path, there, wanted);
  }

  private static boolean same(String path, Object there, Object wanted) {
    return there.equals(wanted)
        || (REFERENCE.matcher(path).matches()
            && (isArnOf(there.toString(), wanted.toString())
                || isArnOf(wanted.toString(), there.toString())));
  }

  private static boolean isArnOf(String arn, String name) {
    return arn.startsWith("arn:") && (arn.endsWith("/" + name) || arn.endsWith(":" + name));
  }

  /** Whether it is a difference that one of the two is not there. */
  private static boolean counts(
      String path, @Nullable Object there, @Nullable Object wanted, boolean complete) {
    if (there == null || there.equals("false")) {
      return wanted != null && !wanted.equals("false");
    }
    String otherwise = OPTIONAL.get(plain(path));
    return complete || (otherwise != null && !otherwise.equals(there));
  }

  private void add(String path, @Nullable Object there, @Nullable Object wanted) {
    found.add(new FieldChange(path, shown(there), shown(wanted)));
  }

  private static Optional<String> shown(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString);
  }

  private static boolean isTags(String path) {
    return TAGS.matcher(path).matches();
  }

  /** A path without the keys of lists. */
  private static String plain(String path) {
    return path.replaceAll("\\[[^]]*]", "");
  }

  private static Map<String, String> optional(String... entries) {
    Map<String, String> optional = new LinkedHashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      optional.put(
          equals < 0 ? entry : entry.substring(0, equals),
          equals < 0 ? "" : entry.substring(equals + 1));
    }
    return optional;
  }
}

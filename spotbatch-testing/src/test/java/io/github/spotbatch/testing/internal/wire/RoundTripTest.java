package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * The operations of every service with all fields set, both ways, through the real client. Of EC2,
 * which has over 700 of one form, every eighth; {@code -Droundtrip.every=1} takes all of them.
 */
class RoundTripTest {

  private static final int EVERY = Integer.getInteger("roundtrip.every", 8);
  private static final int MANY = 200;

  /**
   * What the SDK itself does not send as it was given: an interceptor cuts the times of two
   * requests of EC2 to seconds, and an endpoint id of EventBridge needs a signature that only a
   * native library makes.
   */
  private static final Map<AwsService, Set<String>> NOT_SENT_AS_GIVEN =
      Map.of(
          AwsService.EC2, Set.of("requestSpotFleet", "describeSpotFleetRequestHistory"),
          AwsService.EVENTS, Set.of("putEvents"));

  private SdkRequest received;
  private SdkResponse answer;

  @ParameterizedTest
  @EnumSource
  void operation_allFieldsSet_arrivesUnchanged(AwsService service) throws Exception {
    AwsWire wire = Wires.wire(Wires.everyOperation(service, this::handle));
    Object client = Wires.client(service, wire);
    List<Method> operations = operations(service);
    Map<String, String> differences = new TreeMap<>();
    for (Method operation : operations) {
      String difference = roundTrip(client, operation);
      if (difference != null) {
        differences.put(operation.getName(), difference);
      }
    }
    assertThat(operations).hasSizeGreaterThan(8);
    assertThat(differences).containsOnlyKeys(NOT_SENT_AS_GIVEN.getOrDefault(service, Set.of()));
  }

  private static List<Method> operations(AwsService service) {
    List<Method> all =
        Stream.of(service.client().getMethods())
            .filter(ServiceOperations::isOperation)
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    Set<String> odd = NOT_SENT_AS_GIVEN.getOrDefault(service, Set.of());
    int every = all.size() > MANY ? EVERY : 1;
    return IntStream.range(0, all.size())
        .filter(i -> i % every == 0 || odd.contains(all.get(i).getName()))
        .mapToObj(all::get)
        .toList();
  }

  private SdkResponse handle(SdkRequest request) {
    received = request;
    return answer;
  }

  private String roundTrip(Object client, Method method) throws IllegalAccessException {
    Filler filler = new Filler();
    Object sent = filler.fill(method.getParameterTypes()[0]);
    answer = (SdkResponse) filler.fill(method.getReturnType());
    received = null;
    try {
      Object response = method.invoke(client, sent);
      String request = difference("request", sent, received);
      return request == null ? difference("response", answer, response) : request;
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }

  /** Where two objects differ, or null. */
  private static String difference(String path, Object a, Object b) {
    if (a instanceof SdkPojo left && b instanceof SdkPojo right && a.getClass() == b.getClass()) {
      if (left.equalsBySdkFields(right)) {
        return null;
      }
      for (SdkField<?> field : left.sdkFields()) {
        Object value = field.getValueOrDefault(left);
        Object other = field.getValueOrDefault(right);
        String difference = difference(path + "." + field.memberName(), value, other);
        if (difference != null) {
          return difference;
        }
      }
    }
    if (a instanceof List<?> left && b instanceof List<?> right && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        String difference = difference(path + "[" + i + "]", left.get(i), right.get(i));
        if (difference != null) {
          return difference;
        }
      }
      return null;
    }
    return Objects.equals(a, b) ? null : path + ": " + a + " became " + b;
  }
}

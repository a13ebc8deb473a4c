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
 * The operations with every field set, both ways, through the real client: all of each service, of
 * EC2, which has hundreds, every fourth by name and those that runs of jobs need.
 */
class RoundTripTest {

  /** The SDK's own interceptor cuts the times of these requests to seconds before they are sent. */
  private static final Set<String> CUT_BY_THE_SDK =
      Set.of("requestSpotFleet", "describeSpotFleetRequestHistory");

  private static final Set<String> NEEDED =
      Set.of(
          "createSecurityGroup",
          "createTags",
          "deleteSecurityGroup",
          "describeImages",
          "describeInstanceTypes",
          "describeInstances",
          "describeNetworkInterfaces",
          "describeSecurityGroups",
          "describeSpotInstanceRequests",
          "describeSpotPriceHistory",
          "describeSubnets",
          "describeVpcs",
          "runInstances",
          "terminateInstances");

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
    assertThat(differences)
        .containsOnlyKeys(service == AwsService.EC2 ? CUT_BY_THE_SDK : Set.<String>of());
  }

  private static List<Method> operations(AwsService service) {
    List<Method> all =
        Stream.of(service.client().getMethods())
            .filter(ServiceOperations::isOperation)
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    return IntStream.range(0, all.size())
        .filter(i -> service != AwsService.EC2 || i % 4 == 0 || isNeeded(all.get(i).getName()))
        .mapToObj(all::get)
        .toList();
  }

  private static boolean isNeeded(String operation) {
    return NEEDED.contains(operation) || CUT_BY_THE_SDK.contains(operation);
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

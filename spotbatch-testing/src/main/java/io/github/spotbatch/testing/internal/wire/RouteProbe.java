package io.github.spotbatch.testing.internal.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Reads the routes of a REST service off its real client: each operation is called with marks in
 * its path, and stopped before anything is signed or sent.
 */
final class RouteProbe implements ExecutionInterceptor {

  private @Nullable SdkHttpRequest marshalled;

  private RouteProbe() {}

  /** The routes of all operations that the client has, modelled or not. */
  static List<Route> routes(AwsService service) {
    RouteProbe probe = new RouteProbe();
    List<Route> routes = new ArrayList<>();
    try (SdkClient client = probe.client(service.client())) {
      for (Method method : service.client().getMethods()) {
        if (ServiceOperations.isOperation(method)) {
          routes.add(probe.route(client, method));
        }
      }
    }
    return routes;
  }

  private SdkClient client(Class<?> type) {
    AwsClientBuilder<?, ?> builder =
        (AwsClientBuilder<?, ?>) Reflection.callStatic(type, "builder");
    builder
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(o -> o.addExecutionInterceptor(this));
    ((SdkSyncClientBuilder<?, ?>) builder)
        .httpClient(InProcessHttpClient.of(in -> HttpOut.of(500, "", "", "")));
    return (SdkClient) builder.build();
  }

  @Override
  public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
    marshalled = context.httpRequest();
    throw new Stop();
  }

  private Route route(SdkClient client, Method method) {
    Class<?> requestType = method.getParameterTypes()[0];
    SdkPojo request = Shapes.builderOf(requestType);
    Map<String, String> marks = new LinkedHashMap<>();
    for (SdkField<?> field : request.sdkFields()) {
      if (field.location() == MarshallLocation.PATH) {
        String mark = "mark" + marks.size();
        marks.put(mark, "{" + field.locationName() + "}");
        field.set(request, mark);
      }
    }
    SdkHttpRequest sent = marshalled(client, method, Shapes.build(request));
    String template = sent.encodedPath();
    for (Map.Entry<String, String> mark : marks.entrySet()) {
      template = template.replace(mark.getKey(), mark.getValue());
    }
    return Route.of(requestType, sent.method().name(), template);
  }

  private SdkHttpRequest marshalled(SdkClient client, Method method, Object request) {
    marshalled = null;
    try {
      method.invoke(client, request);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Stop && marshalled != null) {
        return marshalled;
      }
      throw new IllegalStateException(method + " was not marshalled", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException(method + " was not stopped");
  }

  private static final class Stop extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }
}

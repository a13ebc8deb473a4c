package io.github.spotbatch.testing.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The HTTP client of a real SDK client whose requests never leave the JVM. */
public final class InProcessHttpClient implements SdkHttpClient {

  static final String NAME = "InProcess";

  private final Function<HttpIn, HttpOut> wire;

  private InProcessHttpClient(Function<HttpIn, HttpOut> wire) {
    this.wire = wire;
  }

  public static InProcessHttpClient of(Function<HttpIn, HttpOut> wire) {
    return new InProcessHttpClient(wire);
  }

  Function<HttpIn, HttpOut> wire() {
    return wire;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Execution(request);
  }

  @Override
  public String clientName() {
    return NAME;
  }

  @Override
  public void close() {}

  static HttpIn in(SdkHttpRequest request, byte[] body) {
    Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
    headers.putIfAbsent("Host", List.of(request.host()));
    return HttpIn.of(
        request.method().name(),
        request.encodedPath(),
        request.encodedQueryParameters().orElse(""),
        headers,
        body);
  }

  static SdkHttpResponse response(HttpOut out) {
    SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(out.status());
    out.headers().forEach(response::putHeader);
    int length = out.body().asByteArrayUnsafe().length;
    return response.putHeader("Content-Length", Integer.toString(length)).build();
  }

  private final class Execution implements ExecutableHttpRequest {

    private final HttpExecuteRequest request;

    Execution(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      HttpOut out = answer(in(request.httpRequest(), body()));
      return HttpExecuteResponse.builder()
          .response(response(out))
          .responseBody(AbortableInputStream.create(out.body().asInputStream()))
          .build();
    }

    private HttpOut answer(HttpIn in) throws IOException {
      try {
        return wire.apply(in);
      } catch (ResponseLost e) {
        throw e.broken();
      }
    }

    private byte[] body() throws IOException {
      ContentStreamProvider content = request.contentStreamProvider().orElse(null);
      if (content == null) {
        return new byte[0];
      }
      try (InputStream stream = content.newStream()) {
        return stream.readAllBytes();
      }
    }

    @Override
    public void abort() {}
  }
}
